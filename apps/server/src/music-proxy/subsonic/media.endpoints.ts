import type { Catalogue } from '../catalogue/catalogue.js';
import type { ExternalId } from '../core/external-id.js';
import type { Covers } from '../covers/covers.js';
import type { AudioResponse } from '../downloads/audio-response.js';
import type { Listening } from '../listening/listening.js';
import type { Counters } from '../store/counters.js';
import type { Storage } from '../store/entities.js';
import type { SubsonicBackend } from './backend.js';
import type { SubsonicCall } from './call.js';
import type { CredentialGate } from './credential-gate.js';
import type { Endpoint, EndpointTable, Watched } from './endpoint.js';
import { externalItem } from './external-item.js';
import { libraryTitle } from './library-title.js';
import type { Wish } from '../downloads/conversion.js';
import { playerOf } from './player.js';

export interface MediaOptions {
  /** Where plays are put before they were heard; undefined: where they stay. */
  readonly unheard: Storage | undefined;
}

/** Audio and pictures of external items (music-proxy spec §2.4). */
export class MediaEndpoints {
  constructor(
    private readonly backend: SubsonicBackend,
    private readonly gate: CredentialGate,
    private readonly catalogue: Catalogue,
    private readonly audio: AudioResponse,
    private readonly covers: Covers,
    private readonly listening: Listening,
    private readonly counters: Counters,
    private readonly options: MediaOptions,
  ) {}

  table(): EndpointTable {
    return { stream: this.play(false), download: this.play(true), getcoverart: (call) => this.cover(call) };
  }

  private play(attachment: boolean): Endpoint {
    return async (call) => {
      const id = call.externalId();
      if (!id) return attachment ? 'relay' : this.watch(call);
      await this.gate.admit(call);
      const song: ExternalId = { ...id, kind: 'song' };
      const { req, res, user, signal } = call;
      const player = playerOf(call);
      const heard = req.method === 'HEAD' || attachment ? undefined : this.listening.ask(player, await externalItem(this.catalogue, song, signal));
      if (heard) this.follow(call, song.provider, heard.left);
      // What someone downloads for himself is asked for on purpose; it is kept as a play is.
      const storage = attachment ? undefined : this.options.unheard;
      await this.audio.send({ req, res, id: song, user, listener: player.key, attachment, ...(attachment ? {} : { wish: wishOf(call) }), purpose: heard?.purpose ?? 'play', storage, signal });
      return 'answered';
    };
  }

  /** A song of the library: who plays it is noted once the backend sends sound, which proves the caller. */
  private watch(call: SubsonicCall): 'relay' | Watched {
    const [id] = call.parameters.all('id');
    if (id === undefined || call.req.method === 'HEAD') return 'relay';
    return {
      onAnswer: (status, contentType) => {
        if ((status !== 200 && status !== 206) || !/^(?:audio|video|application\/ogg)/i.test(contentType)) return;
        const { left } = this.listening.ask(playerOf(call), { id, source: 'library', describe: libraryTitle(this.backend, call, id) });
        this.follow(call, 'library', left);
      },
    };
  }

  private follow({ req, res }: SubsonicCall, source: string, left: (complete: boolean) => void): void {
    const before = req.socket.bytesWritten;
    res.once('close', () => {
      this.counters.add(`bytes.${source}`, req.socket.bytesWritten - before);
      left(res.writableFinished);
    });
  }

  private async cover(call: SubsonicCall): Promise<'answered' | 'relay'> {
    const id = call.externalId();
    if (!id) return 'relay';
    await this.gate.admit(call);
    const size = call.parameters.count('size', 0, 4000);
    const picture = await this.covers.get(id, size, call.signal);
    const etag = `"${picture.hash}"`;
    const headers = { ETag: etag, 'Cache-Control': 'public, max-age=86400', 'X-Content-Type-Options': 'nosniff' };
    if (call.req.headers['if-none-match'] === etag) {
      call.res.writeHead(304, headers).end();
      return 'answered';
    }
    call.res.writeHead(200, { ...headers, 'Content-Type': picture.type, 'Content-Length': picture.body.length });
    call.res.end(call.req.method === 'HEAD' ? undefined : picture.body);
    return 'answered';
  }
}

/** What the player says it can take. */
function wishOf({ parameters }: SubsonicCall): Wish {
  return { format: parameters.get('format'), maxBitrate: parameters.count('maxBitRate', 0, 1e6), offset: parameters.count('timeOffset', 0, 86_400) };
}
