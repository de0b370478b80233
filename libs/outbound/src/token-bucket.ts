import { setTimeout as delay } from 'node:timers/promises';
import { OutboundError } from './outbound-error.js';

/** `requests` calls in any `perMs` milliseconds; a burst of all of them at once is allowed. */
export interface RateLimit {
  readonly requests: number;
  readonly perMs: number;
}

/** The limit of one host: calls wait their turn in order. */
export class TokenBucket {
  private tokens: number;
  private updatedAt: number;

  constructor(
    private readonly limit: RateLimit,
    private readonly now: () => number = Date.now,
  ) {
    this.tokens = limit.requests;
    this.updatedAt = now();
  }

  /** Takes a token, now or in advance, and returns the milliseconds the caller has to wait before it may send. */
  reserve(): number {
    this.refill();
    this.tokens -= 1;
    return this.tokens >= 0 ? 0 : Math.ceil((-this.tokens * this.limit.perMs) / this.limit.requests);
  }

  /** Gives a reserved token back: the call will not be made. */
  release(): void {
    this.tokens = Math.min(this.limit.requests, this.tokens + 1);
  }

  /**
   * Waits for a token, at most `maxWaitMs`.
   * @throws OutboundError `throttled` at once when the wait would be longer, with `retryAfter`
   */
  async take(maxWaitMs: number, signal?: AbortSignal): Promise<void> {
    const wait = this.reserve();
    if (wait === 0) return;
    if (wait > maxWaitMs) {
      this.release();
      throw new OutboundError('throttled', 'Too many calls to this host', { retryAfter: Math.ceil(wait / 1000) });
    }
    try {
      await delay(wait, undefined, signal ? { signal } : {});
    } catch (cause) {
      this.release();
      throw new OutboundError('aborted', 'The call was given up while waiting for its turn', { cause });
    }
  }

  private refill(): void {
    const now = this.now();
    const gained = ((now - this.updatedAt) * this.limit.requests) / this.limit.perMs;
    this.tokens = Math.min(this.limit.requests, this.tokens + gained);
    this.updatedAt = now;
  }
}
