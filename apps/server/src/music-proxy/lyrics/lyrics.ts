import { LRUCache } from 'lru-cache';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { Song } from '../core/models.js';
import type { Lrclib } from './lrclib.js';

const absentMs = 24 * 3_600_000;
const failedMs = 60_000;

/** Words of songs: those beside the song's file, else the provider's own, else those of LRCLIB where that is on (music-proxy spec §7.1). */
export class Lyrics {
  /** What is not there, or could not be asked, is not asked for at every look. */
  private readonly absent = new LRUCache<string, true>({ max: 10_000 });

  /**
   * @param lrclib undefined while it is switched off
   * @param beside what lies beside the song's file
   */
  constructor(
    private readonly catalogue: Catalogue,
    private readonly lrclib: () => Lrclib | undefined,
    private readonly beside: (song: Song) => Promise<string | undefined>,
  ) {}

  /** LRC or plain text; undefined when nobody has them. Never throws for a source's failure. */
  async of(song: Song, signal: AbortSignal): Promise<string | undefined> {
    const kept = song.provider === '' ? undefined : await this.beside(song).catch(() => undefined);
    if (kept !== undefined && kept.trim() !== '') return kept;
    const key = JSON.stringify([song.title, song.artists[0]?.name, Math.round(song.duration ?? 0)]);
    const own = song.provider === '' ? undefined : await this.catalogue.providerOf(song)?.lyrics?.(song.id, signal).catch(() => undefined);
    if (own !== undefined && own.trim() !== '') return own;
    if (this.absent.has(key)) return undefined;
    try {
      const found = await this.lrclib()?.find(song, signal);
      if (found === undefined) this.absent.set(key, true, { ttl: absentMs });
      return found;
    } catch {
      if (!signal.aborted) this.absent.set(key, true, { ttl: failedMs });
      return undefined;
    }
  }
}
