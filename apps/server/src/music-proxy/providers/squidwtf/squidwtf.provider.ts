import { OutboundError, type Query } from '@rumpus/outbound';
import { z } from 'zod';
import type { Album, Artist, Playlist, Song } from '../../core/models.js';
import { HttpProvider, orUndefined, type HttpProviderOptions } from '../http-provider.js';
import { positive, text } from '../loose.js';
import { containerOf, type AudioFacts, type AudioSource, type MusicProvider, type Quality } from '../provider.js';
import { BaseUrls } from './base-urls.js';
import { albums, artists, directManifest, entries, hits, manifestAnswer, oneAlbum, oneArtist, onePlaylist, oneSong, payload, playlists, songs } from './schema.js';

export interface SquidWtfOptions extends HttpProviderOptions {
  /** Servers the operator runs or chose; at least one. None is built in. */
  readonly baseUrls: readonly string[];
}

/** What each quality is called there, and what to ask for when the first is not to be had in a form we can use. */
const ladder: Readonly<Record<Quality, readonly string[]>> = {
  hires: ['HI_RES_LOSSLESS', 'LOSSLESS', 'HIGH'],
  lossless: ['LOSSLESS', 'HIGH'],
  high: ['HIGH', 'LOW'],
  low: ['LOW'],
};

const anything = z.unknown();

/** A server that speaks the hifi-api dialect (music-proxy spec §4.4). */
export class SquidWtfProvider extends HttpProvider implements MusicProvider {
  readonly name = 'squidwtf';
  readonly label = 'SquidWTF';
  readonly idPattern = /^[A-Za-z0-9-]{1,64}$/;
  private readonly bases: BaseUrls;

  constructor(options: SquidWtfOptions) {
    // Each base has a circuit of its own in BaseUrls; calls come 200 ms apart on average, with room for the burst a search is.
    super(options, { name: 'squidwtf', allowOrigins: options.baseUrls, retries: 0, circuit: false, rateLimit: { requests: 25, perMs: 5000 } }, ['*.tidal.com']);
    this.bases = new BaseUrls(options.baseUrls, 800);
  }

  /** The server in use, for the admin. */
  get baseUrl(): string | undefined {
    return this.bases.preferred;
  }

  async searchSongs(query: string, limit: number, signal: AbortSignal): Promise<Song[]> {
    return songs.parse(hits(await this.call('/search/', { s: query }, signal, 'search'), 'tracks')).slice(0, limit);
  }

  async searchAlbums(query: string, limit: number, signal: AbortSignal): Promise<Album[]> {
    return albums.parse(hits(await this.call('/search/', { al: query }, signal, 'search'), 'albums')).slice(0, limit);
  }

  async searchArtists(query: string, limit: number, signal: AbortSignal): Promise<Artist[]> {
    return artists.parse(hits(await this.call('/search/', { a: query }, signal, 'search'), 'artists')).slice(0, limit);
  }

  async searchPlaylists(query: string, limit: number, signal: AbortSignal): Promise<Playlist[]> {
    return playlists.parse(hits(await this.call('/search/', { p: query }, signal, 'search'), 'playlists')).slice(0, limit);
  }

  async song(id: string, signal: AbortSignal): Promise<Song | undefined> {
    return oneSong.safeParse(payload(await orUndefined(this.call('/info/', { id }, signal)))).data;
  }

  async album(id: string, signal: AbortSignal): Promise<Album | undefined> {
    return oneAlbum.safeParse(payload(await orUndefined(this.call('/album/', { id }, signal)))).data;
  }

  async artist(id: string, signal: AbortSignal): Promise<Artist | undefined> {
    const answer = payload(await orUndefined(this.call('/artist/', { id }, signal)));
    return oneArtist.safeParse(answer['artist'] ?? answer).data;
  }

  async artistAlbums(id: string, signal: AbortSignal): Promise<Album[]> {
    return albums.parse(hits(await this.call('/artist/', { f: id }, signal), 'albums'));
  }

  async artistTopSongs(id: string, limit: number, signal: AbortSignal): Promise<Song[]> {
    return songs.parse(hits(await this.call('/artist/', { f: id }, signal), 'tracks')).slice(0, limit);
  }

  async playlist(id: string, signal: AbortSignal): Promise<Playlist | undefined> {
    const answer = payload(await orUndefined(this.call('/playlist/', { id }, signal)));
    return onePlaylist.safeParse(answer['playlist'] ?? answer).data;
  }

  async playlistSongs(id: string, signal: AbortSignal): Promise<Song[]> {
    return entries.parse(payload(await this.call('/playlist/', { id }, signal))['items']);
  }

  async similarSongs(id: string, limit: number, signal: AbortSignal): Promise<Song[]> {
    return entries.parse(payload(await this.call('/recommendations/', { id }, signal))['items']).slice(0, limit);
  }

  async lyrics(id: string, signal: AbortSignal): Promise<string | undefined> {
    const answer = payload(await orUndefined(this.call('/lyrics/', { id }, signal)));
    const found = z.object({ subtitles: text, lyrics: text }).safeParse(answer['lyrics'] ?? answer).data;
    return found?.subtitles ?? found?.lyrics;
  }

  expectedAudio(quality: Quality): AudioFacts {
    if (quality === 'high') return { container: 'm4a', bitrate: 320 };
    return quality === 'low' ? { container: 'm4a', bitrate: 96 } : { container: 'flac', bitDepth: 16, sampleRate: 44_100 };
  }

  /** Only plain files: a description that says "encrypted", or lists protected or segmented media, is passed over for the next quality. */
  async resolveAudio(id: string, quality: Quality, signal: AbortSignal): Promise<AudioSource | undefined> {
    for (const wanted of ladder[quality]) {
      const answer = payload(await orUndefined(this.call('/track/', { id, quality: wanted }, signal, 'never')));
      const source = sourceOf(answer);
      if (source) return source;
    }
    return undefined;
  }

  /** Albums come in 320, 640 and 1280, artists in 320 and 750, playlists in 1080 only. */
  sizedImage(url: string, edge: number): string {
    if (edge === 0 || url.includes('/1080x1080')) return url;
    const sizes = url.includes('/750x750') ? [320, 750] : [320, 640, 1280];
    const size = sizes.find((one) => one >= edge) ?? sizes.at(-1);
    return url.replace(/\/\d+x\d+\.jpg$/, `/${size}x${size}.jpg`);
  }

  async probe(signal: AbortSignal): Promise<void> {
    await this.call('/search/', { s: 'a' }, signal, 'never');
  }

  private call(path: string, query: Query, signal: AbortSignal, keep: 'search' | 'look' | 'never' = 'look'): Promise<unknown> {
    const cached = keep === 'never' ? {} : keep === 'search' ? this.searching : this.looking;
    const final = (error: unknown): boolean => error instanceof OutboundError && error.kind === 'not-found';
    return this.bases.run((base, inner) => this.api.json(`${base}${path}`, anything, { ...cached, query, signal: inner }), signal, final);
  }
}

function sourceOf(answer: Record<string, unknown>): AudioSource | undefined {
  const described = manifestAnswer.safeParse(answer).data;
  if (!described || described.manifestMimeType?.toLowerCase().startsWith('application/dash') === true) return undefined;
  const direct = directManifest.safeParse(jsonOf(Buffer.from(described.manifest, 'base64').toString('utf8'))).data;
  const [url] = direct?.urls ?? [];
  if (!direct || url === undefined || (direct.encryptionType ?? 'NONE').toUpperCase() !== 'NONE' || direct.urls.length > 1) return undefined;
  return {
    kind: 'http',
    url,
    container: containerOf(direct.mimeType ?? '') ?? 'flac',
    bitDepth: described.bitDepth,
    sampleRate: described.sampleRate,
    bitrate: positive.parse({ HIGH: 320, LOW: 96 }[described.audioQuality ?? '']),
    keepable: true,
  };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
