import type { Catalogue } from '../catalogue/catalogue.js';
import { parseLrc } from '../core/lrc.js';
import { mainArtist } from '../core/models.js';
import { backendFault, type SubsonicBackend } from './backend.js';
import type { SubsonicCall } from './call.js';
import type { CredentialGate } from './credential-gate.js';
import type { EndpointTable } from './endpoint.js';
import { listAt, okEnvelope, textAt, type JsonObject } from './envelope.js';

/** What the proxy can do beyond the backend, as OpenSubsonic names it. */
const ownExtensions = ['formPost', 'songLyrics'];

/** Lyrics of external songs, and the list of extensions that announces them (music-proxy spec §2.4). */
export class LyricsEndpoints {
  constructor(
    private readonly backend: SubsonicBackend,
    private readonly gate: CredentialGate,
    private readonly catalogue: Catalogue,
  ) {}

  table(): EndpointTable {
    return { getlyricsbysongid: (call) => this.bySong(call), getopensubsonicextensions: (call) => this.extensions(call) };
  }

  private async bySong(call: SubsonicCall): Promise<'answered' | 'relay'> {
    const id = call.externalId();
    if (!id) return 'relay';
    const server = await this.gate.admit(call);
    const song = await this.catalogue.song(id, call.signal);
    const text = song && (await this.catalogue.providerOf(song)?.lyrics?.(song.id, call.signal).catch(() => undefined));
    const lyrics = text === undefined ? undefined : parseLrc(text);
    const structured: JsonObject[] =
      song && lyrics && lyrics.lines.length > 0
        ? [{ displayArtist: mainArtist(song).name, displayTitle: song.title, lang: 'xxx', offset: 0, synced: lyrics.synced, line: lyrics.lines.map((line) => ({ ...line })) }]
        : [];
    call.send(okEnvelope(server, { lyricsList: { structuredLyrics: structured } }));
    return 'answered';
  }

  /** Only of a backend that speaks OpenSubsonic itself: its answer is added to, never invented. */
  private async extensions(call: SubsonicCall): Promise<'answered' | 'relay'> {
    const envelope = await this.backend.ask(call).catch((error: unknown) => {
      throw backendFault(error);
    });
    if (envelope.status === 'ok' && Array.isArray(envelope['openSubsonicExtensions'])) {
      const listed = listAt(envelope, 'openSubsonicExtensions');
      const known = new Set(listed.map((one) => textAt(one, 'name')));
      envelope['openSubsonicExtensions'] = [...listed, ...ownExtensions.filter((name) => !known.has(name)).map((name) => ({ name, versions: [1] }))];
    }
    call.send(envelope);
    return 'answered';
  }
}
