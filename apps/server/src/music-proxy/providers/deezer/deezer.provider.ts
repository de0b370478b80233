import { OutboundError, type RequestOptions } from '@rumpus/outbound';
import { z } from 'zod';
import type { Album, Artist, Playlist, Song } from '../../core/models.js';
import { HttpProvider, orUndefined, type HttpProviderOptions } from '../http-provider.js';
import type { MusicProvider } from '../provider.js';
import { albumAnswer, artistAnswer, deezerError, pageOf, playlistAnswer, songAnswer } from './schema.js';

const pageSize = 100;
/** A list that never ends is cut here: 30 pages. */
const maxItems = 3000;

export interface DeezerOptions extends HttpProviderOptions {
  /** The API, when it is reached through a mirror of the operator's. */
  readonly apiUrl?: string | undefined;
}

/** Deezer's public API: metadata, previews and ISRC, no audio (music-proxy spec §4.2). */
export class DeezerProvider extends HttpProvider implements MusicProvider {
  readonly name = 'deezer';
  readonly label = 'Deezer';
  readonly idPattern = /^\d{1,20}$/;

  constructor(options: DeezerOptions) {
    const { apiUrl } = options;
    super(
      options,
      { name: 'deezer', baseUrl: apiUrl ?? 'https://api.deezer.com', rateLimit: { requests: 50, perMs: 5000 }, ...(apiUrl ? { allowOrigins: [apiUrl] } : {}) },
      ['*.dzcdn.net', 'api.deezer.com'],
    );
  }

  searchSongs(query: string, limit: number, signal: AbortSignal): Promise<Song[]> {
    return this.search('track', songAnswer, query, limit, signal);
  }

  searchAlbums(query: string, limit: number, signal: AbortSignal): Promise<Album[]> {
    return this.search('album', albumAnswer, query, limit, signal);
  }

  searchArtists(query: string, limit: number, signal: AbortSignal): Promise<Artist[]> {
    return this.search('artist', artistAnswer, query, limit, signal);
  }

  searchPlaylists(query: string, limit: number, signal: AbortSignal): Promise<Playlist[]> {
    return this.search('playlist', playlistAnswer, query, limit, signal);
  }

  song(id: string, signal: AbortSignal): Promise<Song | undefined> {
    return this.one(`/track/${id}`, songAnswer, signal);
  }

  songByIsrc(isrc: string, signal: AbortSignal): Promise<Song | undefined> {
    return this.one(`/track/isrc:${isrc}`, songAnswer, signal);
  }

  async album(id: string, signal: AbortSignal): Promise<Album | undefined> {
    return await this.one(`/album/${id}`, albumAnswer, signal);
  }

  artist(id: string, signal: AbortSignal): Promise<Artist | undefined> {
    return this.one(`/artist/${id}`, artistAnswer, signal);
  }

  async artistAlbums(id: string, signal: AbortSignal): Promise<Album[]> {
    const artist = await this.artist(id, signal);
    const albums = await this.pages(`/artist/${id}/albums`, albumAnswer, signal);
    return artist ? albums.map((album) => ({ ...album, artists: [{ id, name: artist.name }] })) : albums;
  }

  async artistTopSongs(id: string, limit: number, signal: AbortSignal): Promise<Song[]> {
    return (await this.call(`/artist/${id}/top`, pageOf(songAnswer), { ...this.looking, query: { limit }, signal })).data;
  }

  playlist(id: string, signal: AbortSignal): Promise<Playlist | undefined> {
    return this.one(`/playlist/${id}`, playlistAnswer, signal);
  }

  playlistSongs(id: string, signal: AbortSignal): Promise<Song[]> {
    return this.pages(`/playlist/${id}/tracks`, songAnswer, signal);
  }

  async similarSongs(id: string, limit: number, signal: AbortSignal): Promise<Song[]> {
    const artistId = (await this.song(id, signal))?.artists[0]?.id;
    if (artistId === undefined) return [];
    const related = await this.call(`/artist/${artistId}/related`, pageOf(artistAnswer), { ...this.looking, query: { limit: 5 }, signal });
    const tops = await Promise.all([artistId, ...related.data.map((artist) => artist.id)].map((one) => this.artistTopSongs(one, 10, signal)));
    return interleave(tops).filter((song) => song.id !== id).slice(0, limit);
  }

  async chartSongs(limit: number, signal: AbortSignal): Promise<Song[]> {
    return (await this.call('/chart/0/tracks', pageOf(songAnswer), { ...this.searching, query: { limit }, signal })).data;
  }

  /** Pictures are named `…/1000x1000-000000-80-0-0.jpg`; any edge up to that can be had. */
  sizedImage(url: string, edge: number): string {
    return edge === 0 ? url : url.replace(/\/\d+x\d+-/, `/${Math.min(edge, 1000)}x${Math.min(edge, 1000)}-`);
  }

  async probe(signal: AbortSignal): Promise<void> {
    await this.call('/genre', z.object({ data: z.array(z.unknown()) }), { signal });
  }

  private async search<S extends z.ZodType>(type: string, item: S, query: string, limit: number, signal: AbortSignal): Promise<z.output<S>[]> {
    const page = await this.call(`/search/${type}`, pageOf(item), { ...this.searching, query: { q: query, limit }, signal });
    return page.data.slice(0, limit);
  }

  private async pages<S extends z.ZodType>(path: string, item: S, signal: AbortSignal): Promise<z.output<S>[]> {
    const all: z.output<S>[] = [];
    for (let index = 0; index < maxItems; index += pageSize) {
      const page = await this.call(path, pageOf(item), { ...this.looking, query: { limit: pageSize, index }, signal });
      all.push(...page.data);
      if (page.next === undefined) break;
    }
    return all;
  }

  private one<S extends z.ZodType>(path: string, schema: S, signal: AbortSignal): Promise<z.output<S> | undefined> {
    return orUndefined(this.call(path, schema, { ...this.looking, signal }));
  }

  /** Code 800 is "no such thing"; every other error body is the API's failure, quota included. */
  private async call<S extends z.ZodType>(path: string, schema: S, options: RequestOptions): Promise<z.output<S>> {
    const answer = await this.api.json(path, z.union([deezerError, schema]), options);
    const failed = deezerError.safeParse(answer);
    if (!failed.success) return answer as z.output<S>;
    const { code, message } = failed.data.error;
    throw new OutboundError('status', `Deezer: ${message ?? 'error'} (${code ?? 0})`, { status: code === 800 ? 404 : code === 4 ? 429 : 503 });
  }
}

function interleave<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat();
}
