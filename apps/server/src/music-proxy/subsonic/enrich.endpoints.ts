import type { Catalogue } from '../catalogue/catalogue.js';
import { missingAlbums, missingSongs, sameAlbum } from '../core/enrich.js';
import { mainArtist, type Album, type Song } from '../core/models.js';
import { foldArtist } from '../core/normalise.js';
import { backendFault, type SubsonicBackend } from './backend.js';
import type { SubsonicCall } from './call.js';
import type { CredentialGate } from './credential-gate.js';
import type { Endpoint, EndpointTable } from './endpoint.js';
import { listAt, numberAt, objectAt, textAt, type Envelope, type JsonObject } from './envelope.js';
import type { Presenter } from './presenter.js';
import { albumIdentity, songIdentity } from './search.endpoints.js';
import { albumShape, songShape } from './shapes.js';

export interface EnrichOptions {
  readonly albums: boolean;
  readonly artists: boolean;
  /** Longest time in milliseconds that looking at providers may add. */
  readonly budgetMs: number;
}

/** Albums and artists of the library with what providers have of them beyond it, where the operator wants that (music-proxy spec §2.4). */
export class EnrichEndpoints {
  constructor(
    private readonly backend: SubsonicBackend,
    private readonly gate: CredentialGate,
    private readonly catalogue: Catalogue,
    private readonly presenter: Presenter,
    private readonly options: EnrichOptions,
  ) {}

  /** @param plain answers for external ids, and passes the others on */
  table(plain: EndpointTable): EndpointTable {
    return {
      getalbum: this.enriched(plain['getalbum'], () => this.options.albums, 'album', (album, call, signal) => this.album(album, call, signal)),
      getartist: this.enriched(plain['getartist'], () => this.options.artists, 'artist', (artist, call, signal) => this.artist(artist, call, signal)),
    };
  }

  private enriched(plain: Endpoint | undefined, wanted: () => boolean, key: string, enrich: (item: JsonObject, call: SubsonicCall, signal: AbortSignal) => Promise<JsonObject>): Endpoint {
    return async (call) => {
      if (call.externalId()) return (await plain?.(call)) ?? 'relay';
      if (!wanted() || this.catalogue.isEmpty) return 'relay';
      const envelope = await this.backend.ask(call).catch((error: unknown) => {
        throw backendFault(error);
      });
      this.gate.learn(call, envelope);
      call.send(envelope.status === 'ok' ? await this.inTime(envelope, key, call, enrich) : envelope);
      return 'answered';
    };
  }

  /** A provider that fails or takes too long takes nothing away from the library's own answer. */
  private async inTime(envelope: Envelope, key: string, call: SubsonicCall, enrich: (item: JsonObject, call: SubsonicCall, signal: AbortSignal) => Promise<JsonObject>): Promise<Envelope> {
    const signal = AbortSignal.any([call.signal, AbortSignal.timeout(this.options.budgetMs)]);
    const late = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
    const more = await Promise.race([enrich(objectAt(envelope, key), call, signal).catch(() => undefined), late]);
    return more ? { ...envelope, [key]: more } : envelope;
  }

  private async album(local: JsonObject, call: SubsonicCall, signal: AbortSignal): Promise<JsonObject> {
    const album = await this.providerAlbum(albumIdentity(local), signal);
    const own = listAt(local, 'song');
    const theirs = album?.songs ?? [];
    if (!album || own.length >= theirs.length) return local;
    const missing = missingSongs(own.map(songIdentity), theirs);
    const context = await this.presenter.context(call.user, { songs: missing });
    const song = [...own, ...missing.map((one) => songInAlbum(one, local, songShape(one, context)))].toSorted(byPlace);
    const duration = (numberAt(local, 'duration') ?? 0) + missing.reduce((sum, one) => sum + (one.duration ?? 0), 0);
    return { ...local, songCount: song.length, duration: Math.round(duration), song };
  }

  private async providerAlbum(wanted: { title: string; artist: string }, signal: AbortSignal): Promise<Album | undefined> {
    const counts = { songs: 0, albums: 5, artists: 0, playlists: 0 };
    const { albums } = await this.catalogue.search(`${wanted.artist} ${wanted.title}`, counts, this.options.budgetMs, signal);
    const found = sameAlbum(wanted, albums);
    return found && (await this.catalogue.album({ kind: 'album', provider: found.provider, id: found.id }, signal));
  }

  private async artist(local: JsonObject, call: SubsonicCall, signal: AbortSignal): Promise<JsonObject> {
    const name = textAt(local, 'name') ?? '';
    const counts = { songs: 0, albums: 0, artists: 5, playlists: 0 };
    const { artists } = await this.catalogue.search(name, counts, this.options.budgetMs, signal);
    const same = artists.find((one) => foldArtist(one.name) === foldArtist(name));
    const found = same && (await this.catalogue.artist({ kind: 'artist', provider: same.provider, id: same.id }, signal));
    const own = listAt(local, 'album');
    const missing = missingAlbums(own.map((one) => albumIdentity(one).title), found?.albums ?? []);
    if (missing.length === 0) return local;
    const context = await this.presenter.context(call.user, { albums: missing });
    const shapes = missing.map((one) => {
      const shape = albumShape(one, context);
      const isOwn = foldArtist(mainArtist(one).name) === foldArtist(name) || mainArtist(one).id === undefined;
      return isOwn ? { ...shape, artist: name, artistId: local['id'] } : shape;
    });
    return { ...local, albumCount: own.length + shapes.length, album: [...own, ...shapes] };
  }
}

/** Clients group by album id: within the library's album the song belongs to that. */
function songInAlbum(song: Song, album: JsonObject, shape: JsonObject): JsonObject {
  return { ...shape, album: textAt(album, 'name') ?? song.album?.name, albumId: album['id'], parent: album['id'] };
}

function byPlace(a: JsonObject, b: JsonObject): number {
  return (numberAt(a, 'discNumber') ?? 1) - (numberAt(b, 'discNumber') ?? 1) || (numberAt(a, 'track') ?? 0) - (numberAt(b, 'track') ?? 0);
}
