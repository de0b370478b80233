import { OutboundError } from '@rumpus/outbound';
import { LRUCache } from 'lru-cache';
import type { ExternalId } from '../core/external-id.js';
import { passesExplicitFilter, type ExplicitFilter } from '../core/merge.js';
import { mainArtist, type Album, type Artist, type Playlist, type Song } from '../core/models.js';
import { foldArtist } from '../core/normalise.js';
import type { MusicProvider } from '../providers/provider.js';

/** How many of each sort are wanted; 0 means the sort is not asked for at all. */
export interface Counts {
  readonly songs: number;
  readonly albums: number;
  readonly artists: number;
  readonly playlists: number;
}

/** How one provider did in one search, for the search tester and the request log. */
export interface SourceReport {
  readonly provider: string;
  readonly ms: number;
  readonly songs: number;
  readonly albums: number;
  readonly artists: number;
  readonly playlists: number;
  /** Why something is missing; absent when the provider answered everything in time. */
  readonly error?: string;
}

/** Hits of all providers, those of earlier providers first. */
export interface Hits {
  readonly songs: readonly Song[];
  readonly albums: readonly Album[];
  readonly artists: readonly Artist[];
  readonly playlists: readonly Playlist[];
  readonly sources: readonly SourceReport[];
}

export interface CatalogueOptions {
  readonly explicitFilter: ExplicitFilter;
  readonly playlists: boolean;
  /** Milliseconds a look-up may take. */
  readonly lookUpMs: number;
}

/** Milliseconds for which a look-up is not read anew, also one that found nothing (music-proxy spec §9.1). */
const freshMs = 60_000;

/** All providers as one catalogue, in the operator's order. One that fails or is slow only takes away its own part. */
export class Catalogue {
  /** What remote providers said lately. A provider that was made anew since is asked again. */
  private readonly fresh = new LRUCache<string, { provider: MusicProvider; found: unknown }>({ max: 2000, ttl: freshMs });

  constructor(
    private readonly set: { readonly list: readonly MusicProvider[] },
    private readonly options: CatalogueOptions,
  ) {}

  /** In the operator's order; it may change at any time. */
  get providers(): readonly MusicProvider[] {
    return this.set.list;
  }

  get isEmpty(): boolean {
    return this.providers.length === 0;
  }

  /** The provider an id belongs to, provided that the id is one of its kind. */
  providerOf({ provider, id }: Pick<ExternalId, 'provider' | 'id'>): MusicProvider | undefined {
    const found = this.providers.find(({ name }) => name === provider);
    return found?.idPattern.test(id) === true ? found : undefined;
  }

  /** Searches everywhere at once and returns after `budgetMs` with what there is by then. Never throws for a provider's failure. */
  async search(query: string, counts: Counts, budgetMs: number, signal: AbortSignal): Promise<Hits> {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(budgetMs)]);
    const wanted = { ...counts, playlists: this.options.playlists ? counts.playlists : 0 };
    const answers = await Promise.all(this.providers.map((provider) => searchOne(provider, query, wanted, bounded)));
    return {
      songs: answers.flatMap((answer) => this.allowed(answer.songs)),
      albums: answers.flatMap((answer) => answer.albums),
      artists: answers.flatMap((answer) => answer.artists),
      playlists: answers.flatMap((answer) => answer.playlists),
      sources: answers.map((answer) => answer.report),
    };
  }

  song(of: ExternalId, signal: AbortSignal): Promise<Song | undefined> {
    return this.lookUp('song', of, signal, (provider, bounded) => provider.song?.(of.id, bounded));
  }

  /** With songs; the album artist and the totals are filled in from the album where tracks lack them. */
  async album(of: ExternalId, signal: AbortSignal): Promise<Album | undefined> {
    const album = await this.lookUp('album', of, signal, (provider, bounded) => provider.album?.(of.id, bounded));
    return album && { ...album, songs: this.allowed((album.songs ?? []).map((song) => withAlbum(song, album))) };
  }

  async artist(of: ExternalId, signal: AbortSignal): Promise<{ artist: Artist; albums: Album[] } | undefined> {
    const artist = await this.lookUp('artist', of, signal, (provider, bounded) => provider.artist?.(of.id, bounded));
    if (!artist) return undefined;
    const albums = await this.lookUp('albums of artist', of, signal, (provider, bounded) => provider.artistAlbums?.(of.id, bounded)).catch(() => []);
    return { artist, albums: albums ?? [] };
  }

  async playlist(of: ExternalId, signal: AbortSignal): Promise<{ playlist: Playlist; songs: Song[] } | undefined> {
    if (!this.options.playlists) return undefined;
    const playlist = await this.lookUp('playlist', of, signal, (provider, bounded) => provider.playlist?.(of.id, bounded));
    if (!playlist) return undefined;
    const songs = await this.lookUp('songs of playlist', of, signal, (provider, bounded) => provider.playlistSongs?.(of.id, bounded));
    return { playlist, songs: this.allowed(songs ?? []) };
  }

  /** Songs like this one; more by the same artist where the provider cannot tell. Empty when nothing is known. */
  async similar(of: ExternalId, limit: number, signal: AbortSignal): Promise<Song[]> {
    const found = await this.lookUp(`${limit} like ${of.kind}`, of, signal, (provider, bounded) =>
      of.kind === 'artist' ? provider.artistTopSongs?.(of.id, limit, bounded) : provider.similarSongs?.(of.id, limit, bounded),
    ).catch(() => undefined);
    if (found && found.length > 0) return this.allowed(found);
    const seed = of.kind === 'song' ? await this.song(of, signal).catch(() => undefined) : undefined;
    const artist = seed && mainArtist(seed);
    return artist ? (await this.topSongs(artist.name, limit, signal)).filter((song) => song.id !== of.id) : [];
  }

  /** The best known songs of the artist with exactly this name, from the first provider that knows one. */
  async topSongs(artistName: string, limit: number, signal: AbortSignal): Promise<Song[]> {
    const wanted = foldArtist(artistName);
    for (const provider of this.providers) {
      try {
        const bounded = this.bounded(signal);
        const artist = (await provider.searchArtists?.(artistName, 5, bounded))?.find(({ name }) => foldArtist(name) === wanted);
        const songs = artist && (await provider.artistTopSongs?.(artist.id, limit, bounded));
        if (songs && songs.length > 0) return this.allowed(songs).slice(0, limit);
      } catch (error) {
        if (!(error instanceof OutboundError)) throw error;
      }
    }
    return [];
  }

  private allowed<T extends Song>(songs: readonly T[]): T[] {
    return songs.filter((song) => passesExplicitFilter(song.explicit, this.options.explicitFilter));
  }

  private async lookUp<T>(what: string, of: ExternalId, signal: AbortSignal, call: (provider: MusicProvider, signal: AbortSignal) => Promise<T> | undefined): Promise<T | undefined> {
    const provider = this.providerOf(of);
    if (!provider) return undefined;
    if (provider.isRemote !== true) return await call(provider, this.bounded(signal));
    const key = `${what} ${of.provider} ${of.id}`;
    const known = this.fresh.get(key);
    if (known?.provider === provider) return known.found as T | undefined;
    const found = await call(provider, this.bounded(signal));
    this.fresh.set(key, { provider, found });
    return found;
  }

  private bounded(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, AbortSignal.timeout(this.options.lookUpMs)]);
  }
}

async function searchOne(provider: MusicProvider, query: string, counts: Counts, signal: AbortSignal) {
  const startedAt = performance.now();
  const errors: string[] = [];
  const attempt = async <T>(limit: number, call: ((query: string, limit: number, signal: AbortSignal) => Promise<T[]>) | undefined): Promise<T[]> => {
    if (limit === 0 || !call) return [];
    try {
      return await untilAborted(call.call(provider, query, limit, signal), signal);
    } catch (error) {
      errors.push(error instanceof OutboundError && error.reason !== 'aborted' ? error.message : 'took too long');
      return [];
    }
  };
  const [songs, albums, artists, playlists] = await Promise.all([
    attempt(counts.songs, provider.searchSongs),
    attempt(counts.albums, provider.searchAlbums),
    attempt(counts.artists, provider.searchArtists),
    attempt(counts.playlists, provider.searchPlaylists),
  ]);
  const report: SourceReport = {
    provider: provider.name,
    ms: Math.round(performance.now() - startedAt),
    songs: songs.length,
    albums: albums.length,
    artists: artists.length,
    playlists: playlists.length,
    ...(errors[0] === undefined ? {} : { error: errors[0] }),
  };
  return { songs, albums, artists, playlists, report };
}

/** A provider that does not heed its signal is left behind all the same. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    promise.catch(() => undefined);
  }
}

function withAlbum(song: Song, album: Album): Song {
  return {
    ...song,
    album: song.album ?? { id: album.id, name: album.title },
    albumArtist: song.albumArtist ?? mainArtist(album).name,
    totalTracks: song.totalTracks ?? album.songCount,
    year: song.year ?? album.year,
    genres: song.genres ?? album.genres,
    label: song.label ?? album.label,
    cover: song.cover ?? album.cover,
  };
}
