import { parseExternalId } from '../core/external-id.js';
import type { Downloads } from '../downloads/downloads.js';
import type { Placement } from '../downloads/placement.js';
import type { MusicTrack } from '../store/entities.js';
import type { Tracks } from '../store/tracks.js';

export interface SweepOptions {
  /** Milliseconds since the last use. */
  readonly lifeMs: number;
  /** 0: no bound. */
  readonly maxBytes: number;
}

/** Removes cached plays that are old, and the least recently used ones above the quota; never one that is being read (music-proxy spec §5.6). */
export class CacheSweeper {
  constructor(
    private readonly tracks: Tracks,
    private readonly placement: Placement,
    private readonly downloads: Downloads,
    private readonly options: SweepOptions,
  ) {}

  /** @returns how many files went */
  async sweep(now = Date.now()): Promise<number> {
    const cached = await this.tracks.oldestFirst('cache');
    let bytes = cached.reduce((sum, track) => sum + track.size, 0);
    let removed = 0;
    for (const track of cached) {
      const old = track.lastUsedAt.getTime() < now - this.options.lifeMs;
      const above = this.options.maxBytes > 0 && bytes > this.options.maxBytes;
      if (!(old || above) || this.inUse(track)) continue;
      await this.remove(track);
      bytes -= track.size;
      removed += 1;
    }
    return removed;
  }

  /** Everything in the cache that nobody reads. */
  async clear(): Promise<number> {
    const free = (await this.tracks.oldestFirst('cache')).filter((track) => !this.inUse(track));
    for (const track of free) await this.remove(track);
    return free.length;
  }

  private async remove(track: MusicTrack): Promise<void> {
    await this.placement.remove(track.path);
    await this.tracks.delete(track.id);
  }

  private inUse(track: MusicTrack): boolean {
    const id = parseExternalId(`ext-${track.provider}-song-${track.externalId}`);
    return id !== undefined && this.downloads.isInUse(id);
  }
}
