import { Injectable } from '@nestjs/common';
import { RateLimiter, type RateLimit } from '@rumpus/auth';

/** Calls of the API one account may make in a minute (arma-servers spec §9.8). */
export const CALLS_PER_MINUTE = 300;
/** Calls that are booked at a time. */
export const PORTION = 10;

const WINDOW_SECONDS = 60;
const RULE: RateLimit = { name: 'servers-api', limit: CALLS_PER_MINUTE / PORTION, window: WINDOW_SECONDS, message: 'Too many requests. Try again later.' };

interface Portion {
  left: number;
  until: number;
  booked: Promise<void>;
}

/**
 * Counts the calls of each account, over all instances. An instance books ten at a time in the shared counter, so that nine of
 * ten reads cost no write; each instance may leave up to nine of them unused.
 */
@Injectable()
export class CallBudget {
  private readonly portions = new Map<number, Portion>();

  constructor(private readonly limiter: RateLimiter) {}

  /** Takes one call off the account's budget. @throws DomainError `too-many` when it is used up */
  async spend(userId: number): Promise<void> {
    const portion = this.portionOf(userId);
    portion.left -= 1;
    await portion.booked;
  }

  private portionOf(userId: number): Portion {
    const known = this.portions.get(userId);
    if (known !== undefined && known.left > 0 && known.until > Date.now()) return known;
    const portion: Portion = { left: PORTION, until: Date.now() + WINDOW_SECONDS * 1_000, booked: this.limiter.hit(RULE, String(userId)) };
    // What was refused is asked for again: the minute may be over. A later portion may have taken its place.
    portion.booked.catch(() => this.portions.get(userId) === portion && this.portions.delete(userId));
    this.portions.set(userId, portion);
    return portion;
  }
}
