import { createHash } from 'node:crypto';
import { tooMany } from '@rumpus/errors';
import type { Tracks } from '../store/tracks.js';

export interface AllowanceOptions {
  /** Bytes of files that stay which one user may have fetched; 0 for no bound. */
  readonly quotaBytes: number;
  /** Downloads one user may start within an hour; 0 for no bound. */
  readonly perHour: number;
}

/** Counters all instances share. */
export interface SharedCounters {
  /** Adds one. A new counter lives for `window` seconds. @returns the new count, and the seconds it has left */
  increment(key: string, window: number): Promise<{ count: number; ttl: number }>;
}

const hourSeconds = 3600;

/** What one user may take of the disk and of the providers, over all instances (music-proxy spec §9.3). Work of the proxy's own is not anybody's. */
export class Allowance {
  constructor(
    private readonly tracks: Tracks,
    private readonly counters: SharedCounters,
    private readonly options: AllowanceOptions,
  ) {}

  /**
   * A user's download begins. The hour begins with the first one; counted first and judged after, so that no two slip through together.
   * @throws DomainError `too-many` when he has begun as many within the hour as he may
   */
  async begin(user: string | undefined): Promise<void> {
    const { perHour } = this.options;
    if (user === undefined || perHour === 0) return;
    // A name can be any text a stranger sends: hashed, it has a fixed length.
    const key = `music-downloads:${createHash('sha256').update(user).digest('hex').slice(0, 32)}`;
    const { count, ttl } = await this.counters.increment(key, hourSeconds);
    if (count > perHour) throw tooMany('Too many downloads within an hour', ttl);
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
