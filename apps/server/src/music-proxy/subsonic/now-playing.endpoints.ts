import type { Catalogue } from '../catalogue/catalogue.js';
import { parseExternalId } from '../core/external-id.js';
import type { Listening, NowPlaying } from '../listening/listening.js';
import { AnswerAsIs, type SubsonicCall } from './call.js';
import { backendFault, type SubsonicBackend } from './backend.js';
import type { CredentialGate } from './credential-gate.js';
import type { EndpointTable } from './endpoint.js';
import { listAt, objectAt, type JsonObject } from './envelope.js';
import type { Presenter } from './presenter.js';
import { songId, songShape } from './shapes.js';

/** What is being played: the backend's own songs, then the external ones, which it knows nothing of (music-proxy spec §2.4). */
export class NowPlayingEndpoints {
  constructor(
    private readonly backend: SubsonicBackend,
    private readonly gate: CredentialGate,
    private readonly catalogue: Catalogue,
    private readonly listening: Listening,
    private readonly presenter: Presenter,
  ) {}

  table(): EndpointTable {
    return { getnowplaying: (call) => this.list(call) };
  }

  private async list(call: SubsonicCall): Promise<'answered' | 'relay'> {
    const playing = this.listening.list().filter(({ purpose, source }) => purpose === 'play' && source !== 'library');
    if (playing.length === 0) return 'relay';
    const envelope = await this.backend.ask(call).catch((error: unknown) => {
      throw backendFault(error);
    });
    this.gate.learn(call, envelope);
    if (envelope.status !== 'ok') throw new AnswerAsIs(envelope);
    const listed = objectAt(envelope, 'nowPlaying');
    call.send({ ...envelope, nowPlaying: { ...listed, entry: [...listAt(listed, 'entry'), ...(await this.entries(playing, call))] } });
    return 'answered';
  }

  /** Those whose provider can say what they are. */
  private async entries(playing: readonly NowPlaying[], call: SubsonicCall): Promise<JsonObject[]> {
    const found = await Promise.all(
      playing.map(async (one) => {
        const id = parseExternalId(one.itemId);
        const song = id && (await this.catalogue.song(id, call.signal).catch(() => undefined));
        return song && { one, song };
      }),
    );
    const known = found.filter((entry) => entry !== undefined);
    const context = await this.presenter.context(call.user, { songs: known.map(({ song }) => song) });
    const numbers = new Map<string, number>();
    for (const { one } of known) if (!numbers.has(one.key)) numbers.set(one.key, numbers.size + 1);
    return known.map(({ one, song }) => ({
      ...songShape(song, context), id: songId(song), username: nameOf(one), minutesAgo: Math.floor((Date.now() - one.startedAt.getTime()) / 60_000),
      playerId: numbers.get(one.key) ?? 0, playerName: one.client,
    }));
  }
}

/** Who signs in with a key alone has no name we know. */
function nameOf({ user }: NowPlaying): string {
  return user.startsWith('key:') ? '' : user;
}
