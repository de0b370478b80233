import { tooMany } from '@rumpus/errors';
import { LRUCache } from 'lru-cache';
import type { Tracks } from '../store/tracks.js';

export interface AllowanceOptions {
  /** Bytes of files that stay which one user may have fetched; 0 for no bound. */
  readonly quotaBytes: number;
  /** Downloads one user may start within an hour; 0 for no bound. */
  readonly perHour: number;
}

const hourMs = 3_600_000;

/** What one user may take of the disk and of the providers (music-proxy spec §9.3). Work of the proxy's own is not anybody's. */
export class Allowance {
  /** When each user's downloads of the last hour began, oldest first. */
  private readonly begun = new LRUCache<string, number[]>({ max: 10_000, ttl: hourMs, updateAgeOnGet: true });

  constructor(
    private readonly tracks: Tracks,
    private readonly options: AllowanceOptions,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * A user's download begins.
   * @throws DomainError `too-many` when he has begun as many within the last hour as he may
   */
  begin(user: string | undefined): void {
    const { perHour } = this.options;
    if (user === undefined || perHour === 0) return;
    const now = this.now();
    const recent = (this.begun.get(user) ?? []).filter((at) => at > now - hourMs);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= perHour) throw tooMany('Too many downloads within an hour', Math.ceil((oldest + hourMs - now) / 1000));
    this.begun.set(user, [...recent, now]);
  }

  /** Whether there is room left in a user's share for one more file that stays. */
  async hasRoom(user: string | undefined): Promise<boolean> {
    const { quotaBytes } = this.options;
    return user === undefined || quotaBytes === 0 || (await this.tracks.bytesOf(user)) < quotaBytes;
  }

  /** @throws DomainError `too-many` when a user's share is used up */
  async demandRoom(user: string | undefined): Promise<void> {
    if (!(await this.hasRoom(user))) throw tooMany('The share of the download space is used up');
  }
}
