import { createHash } from 'node:crypto';
import { OutboundError, type Query } from '@rumpus/outbound';
import { z } from 'zod';
import type { Album, Artist, Playlist, Song } from '../../core/models.js';
import { HttpProvider, orUndefined, type HttpProviderOptions } from '../http-provider.js';
import { containerOf, type AudioFacts, type AudioSource, type MusicProvider, type Quality } from '../provider.js';
import { albumAnswer, albumSearch, artistAnswer, artistSearch, fileAnswer, playlistAnswer, playlistSearch, trackAnswer, trackSearch } from './schema.js';

/** The operator's own application and account. None of it is built in. */
export interface QobuzOptions extends HttpProviderOptions {
  readonly appId: string;
  readonly appSecret: string;
  readonly userAuthToken: string;
  readonly apiUrl?: string | undefined;
  /** Highest format the operator wants; a format id of the API. */
  readonly highestFormat?: number | undefined;
}

const pageSize = 500;
const maxPages = 10;
/** Format ids from best to least: FLAC 24 bit above 96 kHz, up to 96 kHz, 16 bit, MP3 320. */
const formats = [27, 7, 6, 5] as const;
const firstFormat: Readonly<Record<Quality, number>> = { hires: 27, lossless: 6, high: 5, low: 5 };

/** Qobuz with the operator's own account (music-proxy spec §4.3). */
export class QobuzProvider extends HttpProvider implements MusicProvider {
  readonly name = 'qobuz';
  readonly label = 'Qobuz';
  readonly idPattern = /^[A-Za-z0-9]{1,40}$/;

  constructor(private readonly account: QobuzOptions) {
    const { apiUrl, appId, userAuthToken } = account;
    super(
      account,
      {
        name: 'qobuz',
        baseUrl: apiUrl ?? 'https://www.qobuz.com/api.json/0.2/',
        headers: { 'x-app-id': appId, 'x-user-auth-token': userAuthToken },
        rateLimit: { requests: 20, perMs: 4000 },
        ...(apiUrl ? { allowOrigins: [apiUrl] } : {}),
      },
      ['*.qobuz.com'],
    );
  }

  async searchSongs(query: string, limit: number, signal: AbortSignal): Promise<Song[]> {
    return (await this.call('track/search', trackSearch, { query, limit }, signal, this.searching)).tracks?.items ?? [];
  }

  async searchAlbums(query: string, limit: number, signal: AbortSignal): Promise<Album[]> {
    return (await this.call('album/search', albumSearch, { query, limit }, signal, this.searching)).albums?.items ?? [];
  }

  async searchArtists(query: string, limit: number, signal: AbortSignal): Promise<Artist[]> {
    return (await this.call('artist/search', artistSearch, { query, limit }, signal, this.searching)).artists?.items ?? [];
  }

  async searchPlaylists(query: string, limit: number, signal: AbortSignal): Promise<Playlist[]> {
    return (await this.call('playlist/search', playlistSearch, { query, limit }, signal, this.searching)).playlists?.items ?? [];
  }

  song(id: string, signal: AbortSignal): Promise<Song | undefined> {
    return orUndefined(this.call('track/get', trackAnswer, { track_id: id }, signal));
  }

  /** The API has no look-up by ISRC, but its search finds them. */
  async songByIsrc(isrc: string, signal: AbortSignal): Promise<Song | undefined> {
    return (await this.searchSongs(isrc, 5, signal)).find((song) => song.isrc === isrc);
  }

  album(id: string, signal: AbortSignal): Promise<Album | undefined> {
    return orUndefined(this.call('album/get', albumAnswer, { album_id: id }, signal));
  }

  async artist(id: string, signal: AbortSignal): Promise<Artist | undefined> {
    return await orUndefined(this.call('artist/get', artistAnswer, { artist_id: id }, signal));
  }

  async artistAlbums(id: string, signal: AbortSignal): Promise<Album[]> {
    const all: Album[] = [];
    for (let page = 0; page < maxPages; page += 1) {
      const query = { artist_id: id, extra: 'albums', limit: pageSize, offset: page * pageSize };
      const albums = (await this.call('artist/get', artistAnswer, query, signal)).albums?.items ?? [];
      all.push(...albums);
      if (albums.length < pageSize) break;
    }
    return all;
  }

  playlist(id: string, signal: AbortSignal): Promise<Playlist | undefined> {
    return orUndefined(this.call('playlist/get', playlistAnswer, { playlist_id: id }, signal));
  }

  async playlistSongs(id: string, signal: AbortSignal): Promise<Song[]> {
    const all: Song[] = [];
    for (let page = 0; page < maxPages; page += 1) {
      const query = { playlist_id: id, extra: 'tracks', limit: pageSize, offset: page * pageSize };
      const songs = (await this.call('playlist/get', playlistAnswer, query, signal)).tracks?.items ?? [];
      all.push(...songs);
      if (songs.length < pageSize) break;
    }
    return all;
  }

  expectedAudio(quality: Quality): AudioFacts {
    return quality === 'high' || quality === 'low' ? { container: 'mp3', bitrate: 320 } : { container: 'flac', bitDepth: 16, sampleRate: 44_100 };
  }

  /** The wanted format, else the next lower one. A sample is no track. */
  async resolveAudio(id: string, quality: Quality, signal: AbortSignal): Promise<AudioSource | undefined> {
    // The operator's format bounds every quality, also the best one.
    const first = Math.max(...[firstFormat[quality], this.account.highestFormat ?? 27].map((wanted) => formats.findIndex((one) => one === wanted)));
    for (const format of formats.slice(first)) {
      const file = await orUndefined(this.fileUrl(id, format, signal));
      if (!file || file.url === undefined || file.sample === true || file.sampling_rate === undefined) continue;
      return {
        kind: 'http',
        url: file.url,
        container: containerOf(file.mime_type ?? '') ?? (file.format_id === 5 ? 'mp3' : 'flac'),
        bitDepth: file.bit_depth,
        sampleRate: Math.round(file.sampling_rate * 1000),
        bitrate: file.format_id === 5 ? 320 : undefined,
        keepable: true,
      };
    }
    return undefined;
  }

  /** `…_600.jpg` is the size of most pictures; smaller ones are `_230` and `_50`, the original is `_org`. */
  sizedImage(url: string, edge: number): string {
    const size = edge === 0 || edge > 600 ? 'org' : edge > 230 ? '600' : edge > 50 ? '230' : '50';
    return url.replace(/_(?:600|230|50|max|org)\.jpg$/, `_${size}.jpg`);
  }

  async probe(signal: AbortSignal): Promise<void> {
    await this.call('track/search', trackSearch, { query: 'a', limit: 1 }, signal, {});
  }

  private fileUrl(id: string, format: number, signal: AbortSignal): Promise<z.output<typeof fileAnswer>> {
    const time = Math.floor(Date.now() / 1000);
    const signature = signFileUrl(id, format, time, this.account.appSecret);
    const query = { format_id: format, intent: 'stream', request_ts: time, track_id: id, request_sig: signature };
    return this.api.json('track/getFileUrl', fileAnswer, { query, signal }).catch(explain);
  }

  private call<S extends z.ZodType>(path: string, schema: S, query: Query, signal: AbortSignal, keep: { cacheMs?: number } = this.looking): Promise<z.output<S>> {
    return this.api.json(path, schema, { ...keep, query: { app_id: this.account.appId, ...query }, signal }).catch(explain);
  }
}

/** The signature of a file request: lower-case hex MD5 of names and values run together, then the operator's secret. */
export function signFileUrl(trackId: string, format: number, time: number, secret: string): string {
  return createHash('md5').update(`trackgetFileUrlformat_id${format}intentstreamtrack_id${trackId}${time}${secret}`).digest('hex');
}

/** Says what a refusal means for the operator (music-proxy spec §4.3). */
function explain(error: unknown): never {
  if (error instanceof OutboundError && error.status === 401) throw new OutboundError('status', 'Qobuz refuses the user token; it may have expired', { status: 401, cause: error });
  if (error instanceof OutboundError && error.status === 400) throw new OutboundError('status', 'Qobuz refuses the signature; check the application’s secret', { status: 400, cause: error });
  throw error;
}
