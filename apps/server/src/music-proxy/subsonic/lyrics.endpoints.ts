import type { Catalogue } from '../catalogue/catalogue.js';
import { parseLrc } from '../core/lrc.js';
import { mainArtist } from '../core/models.js';
import type { Lyrics } from '../lyrics/lyrics.js';
import { backendFault, type SubsonicBackend } from './backend.js';
import type { SubsonicCall } from './call.js';
import type { CredentialGate } from './credential-gate.js';
import type { EndpointTable } from './endpoint.js';
import { listAt, objectAt, okEnvelope, serverFieldsOf, textAt, type JsonObject } from './envelope.js';

/** What the proxy can do beyond the backend, as OpenSubsonic names it. */
const ownExtensions = ['formPost', 'songLyrics'];

/** Lyrics of external songs, and the list of extensions that announces them (music-proxy spec §2.4). */
export class LyricsEndpoints {
  constructor(
    private readonly backend: SubsonicBackend,
    private readonly gate: CredentialGate,
    private readonly catalogue: Catalogue,
    private readonly lyrics: Lyrics,
  ) {}

  table(): EndpointTable {
    return { getlyrics: (call) => this.byName(call), getlyricsbysongid: (call) => this.bySong(call), getopensubsonicextensions: (call) => this.extensions(call) };
  }

  private async bySong(call: SubsonicCall): Promise<'answered' | 'relay'> {
    const id = call.externalId();
    if (!id) return 'relay';
    const server = await this.gate.admit(call);
    const song = await this.catalogue.song(id, call.signal);
    const text = song && (await this.lyrics.of(song, call.signal));
    const lyrics = text === undefined ? undefined : parseLrc(text);
    const structured: JsonObject[] =
      song && lyrics && lyrics.lines.length > 0
        ? [{ displayArtist: mainArtist(song).name, displayTitle: song.title, lang: 'xxx', offset: 0, synced: lyrics.synced, line: lyrics.lines.map((line) => ({ ...line })) }]
        : [];
    call.send(okEnvelope(server, { lyricsList: { structuredLyrics: structured } }));
    return 'answered';
  }

  /** By artist and title, as older players ask: the library's words, else those of what they name. */
  private async byName(call: SubsonicCall): Promise<'answered' | 'relay'> {
    const [artist, title] = [call.parameters.get('artist')?.trim() ?? '', call.parameters.get('title')?.trim() ?? ''];
    if (artist === '' || title === '') return 'relay';
    const envelope = await this.backend.ask(call).catch((error: unknown) => {
      throw backendFault(error);
    });
    this.gate.learn(call, envelope);
    const known = objectAt(envelope, 'lyrics');
    // Some servers say that they found nothing with an error; a refusal of the caller stays one.
    const code = Number(objectAt(envelope, 'error')['code'] ?? 0);
    const refused = envelope.status !== 'ok' && (code !== 70 || !this.gate.isAccepted(call));
    const found = refused || textAt(known, 'value') !== undefined ? undefined : await this.lyrics.of({ provider: '', id: '', title, artists: [{ name: artist }] }, call.signal);
    if (found === undefined) call.send(envelope);
    else call.send(okEnvelope(serverFieldsOf(envelope), { lyrics: { artist, title, value: parseLrc(found).lines.map(({ value }) => value).join('\n') } }));
    return 'answered';
  }

  /** Only of a backend that speaks OpenSubsonic itself: its answer is added to, never invented. */
  private async extensions(call: SubsonicCall): Promise<'answered' | 'relay'> {
    const envelope = await this.backend.ask(call).catch((error: unknown) => {
      throw backendFault(error);
    });
    if (envelope.status !== 'ok' || !Array.isArray(envelope['openSubsonicExtensions'])) return 'relay';
    const listed = listAt(envelope, 'openSubsonicExtensions');
    const known = new Set(listed.map((one) => textAt(one, 'name')));
    const more = ownExtensions.filter((name) => !known.has(name)).map((name) => ({ name, versions: [1] }));
    call.send({ ...envelope, openSubsonicExtensions: [...listed, ...more] });
    return 'answered';
  }
}
