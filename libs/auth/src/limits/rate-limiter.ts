import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { tooMany } from '@rumpus/errors';

import { EphemeralStore } from '../ephemeral/ephemeral-store.js';
import { sha256 } from '../tokens/secrets.js';

/** So many calls in so many seconds. */
export interface RateLimit {
  /** Names the route or action; counters of different names are independent. */
  name: string;
  limit: number;
  window: number;
  /** Each call extends the window, so that hammering never gets through. */
  sliding?: boolean;
  message: string;
}

/**
 * Limits per address and per account (library-api spec §5, arma-servers spec §1.2). Routes whose secret can't be guessed (signed
 * links, refresh tokens) are only kept from being hammered.
 */
export const LIMITS = {
  loginAddress: { name: 'login-ip', limit: 100, window: 60, message: 'Too many login attempts. Try again later.' },
  // Ten wrong passwords shut an account for the rest of a quarter of an hour (arma-servers spec §9.8).
  loginAccount: { name: 'login-user', limit: 10, window: 900, message: 'Too many login attempts. Try again later.' },
  claim: { name: 'claim', limit: 10, window: 60, message: 'Too many attempts to claim this server. Try again later.' },
  token: { name: 'token', limit: 200, window: 60, message: 'Too many token requests. Try again later.' },
  tokenAccount: { name: 'token-user', limit: 60, window: 60, message: 'Too many token requests. Try again later.' },
  register: { name: 'register', limit: 100, window: 60, message: 'Too many registration attempts. Try again later.' },
  forgotAddress: { name: 'forgot-ip', limit: 10, window: 60, message: 'Too many password reset requests. Try again later.' },
  forgotAccount: { name: 'forgot-user', limit: 3, window: 600, message: 'Too many password reset requests. Try again later.' },
  reset: { name: 'reset', limit: 100, window: 60, message: 'Too many password reset attempts. Try again later.' },
  resetAccount: { name: 'reset-user', limit: 20, window: 60, message: 'Too many password reset attempts. Try again later.' },
  exchange: { name: 'exchange', limit: 5, window: 60, sliding: true, message: 'Too many exchange attempts. Try again later.' },
  pairAccount: { name: 'pair-user', limit: 20, window: 60, message: 'Too many pairing codes. Try again later.' },
  pairStatus: { name: 'pair-status', limit: 120, window: 60, message: 'Too many requests. Try again later.' },
  deviceInit: { name: 'device-init', limit: 10, window: 60, message: 'Too many authorize attempts. Try again later.' },
  devicePoll: { name: 'device-poll', limit: 60, window: 60, message: 'Too many polling attempts. Try again later.' },
  deviceCode: { name: 'device-code', limit: 30, window: 60, message: 'Too many code attempts. Try again later.' },
  secondFactor: { name: 'second-factor', limit: 10, window: 60, sliding: true, message: 'Too many code attempts. Try again later.' },
  languardAddress: { name: 'languard-ip', limit: 5, window: 60, message: 'Too many login attempts. Try again later.' },
} as const satisfies Record<string, RateLimit>;

/** Counts first and judges after, so that parallel calls can't slip through together. */
@Injectable()
export class RateLimiter {
  constructor(
    private readonly store: EphemeralStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Counts one call of `subject` (an address, an account name). @throws DomainError `too-many` above the limit */
  async hit(rule: RateLimit, subject: string): Promise<void> {
    const { count, ttl } = await this.store.increment(this.#key(rule, subject), rule.window, rule.sliding ?? false);
    if (count > rule.limit * this.config.auth.rateLimitFactor) throw tooMany(rule.message, ttl);
  }

  /** Forgets the calls of `subject`, after it proved itself. */
  clear(rule: RateLimit, subject: string): Promise<void> {
    return this.store.delete(this.#key(rule, subject));
  }

  // The subject can be any text a stranger sends: hashed, it has a fixed length and no personal data lies around.
  #key(rule: RateLimit, subject: string): string {
    return `rate:${rule.name}:${sha256(subject).slice(0, 32)}`;
  }
}
