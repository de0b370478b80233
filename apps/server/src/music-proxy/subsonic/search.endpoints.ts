import type { Catalogue, Counts, Hits, SourceReport } from '../catalogue/catalogue.js';
import { newAlbums, newArtists, newSongs } from '../core/merge.js';
import { mainArtist } from '../core/models.js';
import { backendFault, type SubsonicBackend } from './backend.js';
import type { SubsonicCall } from './call.js';
import type { CredentialGate } from './credential-gate.js';
import type { Endpoint, EndpointTable } from './endpoint.js';
import { listAt, numberAt, objectAt, okEnvelope, textAt, type Envelope, type Json, type JsonObject } from './envelope.js';
import type { Presenter } from './presenter.js';
import { albumShape, artistShape, playlistAsAlbum, songShape } from './shapes.js';

export interface SearchOptions {
  /** Most external items of each sort. */
  readonly limit: number;
  /** Milliseconds the providers may take. */
  readonly budgetMs: number;
  readonly onSearch?: (query: string, sources: readonly SourceReport[]) => void;
}

const sorts = ['artist', 'album', 'song'] as const;

/** search3, search2 and the old search: the library's hits, then what the providers have beside them (music-proxy spec §2.4). */
export class SearchEndpoints {
  constructor(
    private readonly backend: SubsonicBackend,
    private readonly gate: CredentialGate,
    private readonly catalogue: Catalogue,
    private readonly presenter: Presenter,
    private readonly options: SearchOptions,
  ) {}

  table(): EndpointTable {
    return { search3: this.search('searchResult3'), search2: this.search('searchResult2'), search: (call) => this.oldSearch(call) };
  }

  private search(key: string): Endpoint {
    return async (call) => {
      const query = cleanQuery(call.parameters.get('query'));
      const counts = this.wanted(call);
      // An empty query is how clients read the whole library, and further pages hold the library only: nothing of ours belongs there.
      if (query === '' || this.catalogue.isEmpty || Object.values(counts).every((count) => count === 0)) return 'relay';
      const [envelope, hits] = await this.both(call, query, counts);
      if (envelope.status !== 'ok' || !hits) {
        call.send(envelope);
        return 'answered';
      }
      this.options.onSearch?.(query, hits.sources);
      call.send({ ...envelope, [key]: await this.merge(call, objectAt(envelope, key), hits, counts) });
      return 'answered';
    };
  }

  /** The search of the first protocol versions: songs only, as one list of matches, with one count and offset. */
  private async oldSearch(call: SubsonicCall): Promise<'answered' | 'relay'> {
    const asked = ['any', 'title', 'artist', 'album'].map((name) => cleanQuery(call.parameters.get(name))).filter((text) => text !== '');
    const songs = call.parameters.count('offset', 0, 1e9) === 0 ? Math.min(call.parameters.count('count', 20), this.options.limit) : 0;
    const query = asked.join(' ');
    if (query === '' || songs === 0 || this.catalogue.isEmpty) return 'relay';
    const counts: Counts = { songs, albums: 0, artists: 0, playlists: 0 };
    const [envelope, hits] = await this.both(call, query, counts);
    if (envelope.status !== 'ok' || !hits) {
      call.send(envelope);
      return 'answered';
    }
    this.options.onSearch?.(query, hits.sources);
    const result = objectAt(envelope, 'searchResult');
    const local = listAt(result, 'match');
    const { song } = await this.merge(call, { song: local }, hits, counts);
    const match = Array.isArray(song) ? (song as JsonObject[]) : local;
    call.send({ ...envelope, searchResult: { offset: 0, ...result, totalHits: (numberAt(result, 'totalHits') ?? local.length) + match.length - local.length, match } });
    return 'answered';
  }

  /** External items stand on the first page of their sort only, so that paging through a list ends. */
  private wanted(call: SubsonicCall): Counts {
    const [artists, albums, songs] = sorts.map((sort) => {
      const first = call.parameters.count(`${sort}Offset`, 0, 1e9) === 0;
      return first ? Math.min(call.parameters.count(`${sort}Count`, 20), this.options.limit) : 0;
    }) as [number, number, number];
    return { artists, albums, songs, playlists: albums };
  }

  /**
   * Both at once for a caller the backend knows already; otherwise the backend's answer is awaited first, and is itself the check. While
   * the backend is away, whom it has let in before gets what the providers have.
   * @throws SubsonicFault when the backend is away and nobody has anything
   */
  private async both(call: SubsonicCall, query: string, counts: Counts): Promise<[Envelope, Hits | undefined]> {
    const providers = (): Promise<Hits> => this.catalogue.search(query, counts, this.options.budgetMs, call.signal);
    const early = this.gate.isAccepted(call) ? providers() : undefined;
    early?.catch(() => undefined);
    let envelope: Envelope;
    try {
      envelope = await this.backend.ask(call);
    } catch (error) {
      return await this.without(call, backendFault(error), early ?? providers);
    }
    this.gate.learn(call, envelope);
    return [envelope, envelope.status === 'ok' ? await (early ?? providers()) : undefined];
  }

  private async without(call: SubsonicCall, fault: unknown, hits: Promise<Hits> | (() => Promise<Hits>)): Promise<[Envelope, Hits]> {
    const server = this.gate.acceptedBefore(call);
    if (!server) throw fault;
    const found = await (typeof hits === 'function' ? hits() : hits);
    // An empty list would look like an empty library.
    if (found.songs.length + found.albums.length + found.artists.length + found.playlists.length === 0) throw fault;
    return [okEnvelope(server), found];
  }

  private async merge(call: SubsonicCall, result: JsonObject, hits: Hits, counts: Counts): Promise<JsonObject> {
    const local = { artist: listAt(result, 'artist'), album: listAt(result, 'album'), song: listAt(result, 'song') };
    const artists = newArtists(local.artist.map((one) => textAt(one, 'name') ?? ''), hits.artists, ({ name }) => name, counts.artists);
    const albums = newAlbums(local.album.map(albumIdentity), hits.albums, (album) => ({ title: album.title, artist: mainArtist(album).name }), counts.albums);
    const songs = newSongs(local.song.map(songIdentity), hits.songs, (song) => ({ ...song, artist: mainArtist(song).name }), counts.songs);
    const playlists = hits.playlists.slice(0, counts.playlists);
    const context = await this.presenter.context(call.user, { songs, albums, artists, playlists });
    return {
      ...result,
      artist: [...local.artist, ...artists.map((artist) => artistShape(artist, context))],
      album: [...local.album, ...albums.map((album) => albumShape(album, context)), ...playlists.map((playlist) => playlistAsAlbum(playlist, context))],
      song: [...local.song, ...songs.map((song) => songShape(song, context))],
    };
  }
}

/** Trimmed, and out of the quotes some clients put around it. */
export function cleanQuery(query: string | undefined): string {
  return (query ?? '').trim().replace(/^"+|"+$/g, '').trim();
}

/** How a local song is compared with external ones. */
export function songIdentity(song: JsonObject) {
  const isrc: Json = Array.isArray(song['isrc']) ? (song['isrc'] as Json[])[0] : song['isrc'];
  return { title: textAt(song, 'title') ?? '', artist: textAt(song, 'artist') ?? '', duration: numberAt(song, 'duration'), isrc: typeof isrc === 'string' ? isrc : undefined };
}

/** How a local album is compared with external ones. search2 names albums `title`, search3 `name`. */
export function albumIdentity(album: JsonObject) {
  return { title: textAt(album, 'name') ?? textAt(album, 'title') ?? textAt(album, 'album') ?? '', artist: textAt(album, 'artist') ?? '' };
}
