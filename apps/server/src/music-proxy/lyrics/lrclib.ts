import { HttpClient, MemoryCache, OutboundError, type OutboundEvent } from '@rumpus/outbound';
import { z } from 'zod';
import { mainArtist, type Song } from '../core/models.js';
import { artistsSimilarity, titleSimilarity } from '../core/similarity.js';

export interface LrclibOptions {
  readonly url: string;
  /** Milliseconds found lyrics are kept. */
  readonly cacheMs: number;
  readonly onEvent?: (event: OutboundEvent) => void;
}

const text = z.string().nullish();
const record = z.object({ trackName: z.string(), artistName: z.string(), duration: z.number().nullish(), instrumental: z.boolean().nullish(), plainLyrics: text, syncedLyrics: text });
type Record = z.output<typeof record>;

/** Seconds two lengths may differ. */
const tolerance = 3;

/** Lyrics of lrclib.net or a server of its kind (music-proxy spec §7.1): exactly this recording, else a search whose hit is beyond doubt. */
export class Lrclib {
  private readonly http: HttpClient;

  constructor(private readonly options: LrclibOptions) {
    this.http = new HttpClient({
      name: 'lrclib',
      baseUrl: options.url,
      allowOrigins: [options.url],
      headers: { 'user-agent': 'Rumpus (self-hosted music proxy)' },
      cache: new MemoryCache(4 * 1024 * 1024),
      timeouts: { connectMs: 2000, headersMs: 3000, totalMs: 4000 },
      maxBytes: 1024 * 1024,
      rateLimit: { requests: 5, perMs: 1000 },
      ...(options.onEvent ? { onEvent: options.onEvent } : {}),
    });
  }

  /** LRC or plain text; undefined when there are none. @throws OutboundError when the server is away */
  async find(song: Song, signal: AbortSignal): Promise<string | undefined> {
    const exact = song.duration === undefined ? undefined : await this.exact(song, signal);
    return textOf(exact ?? (await this.search(song, signal)));
  }

  async close(): Promise<void> {
    await this.http.close();
  }

  private async exact(song: Song, signal: AbortSignal): Promise<Record | undefined> {
    const query = { ...namesOf(song), album_name: song.album?.name, duration: String(Math.round(song.duration ?? 0)) };
    try {
      return await this.http.json('/get', record, { query, signal, cacheMs: this.options.cacheMs });
    } catch (error) {
      if (error instanceof OutboundError && error.kind === 'not-found') return undefined;
      throw error;
    }
  }

  private async search(song: Song, signal: AbortSignal): Promise<Record | undefined> {
    const found = await this.http.json('/search', z.array(z.unknown()), { query: namesOf(song), signal, cacheMs: this.options.cacheMs });
    const same = found.flatMap((one) => record.safeParse(one).data ?? []).filter((one) => isSame(song, one));
    return same.find((one) => one.syncedLyrics) ?? same[0];
  }
}

function namesOf(song: Song): { track_name: string; artist_name: string } {
  return { track_name: song.title, artist_name: mainArtist(song).name };
}

function isSame(song: Song, { trackName, artistName, duration }: Record): boolean {
  if (titleSimilarity(song.title, trackName) < 90 || artistsSimilarity([mainArtist(song).name], [artistName]) < 85) return false;
  return song.duration === undefined || duration == null || Math.abs(song.duration - duration) <= tolerance;
}

function textOf(found: Record | undefined): string | undefined {
  if (found?.instrumental === true) return '♪';
  return [found?.syncedLyrics, found?.plainLyrics].find((one) => one != null && one.trim() !== '') ?? undefined;
}
