import { OutboundError } from './outbound-error.js';

/** Statuses that say "not now" rather than "no". */
const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Whether a failed attempt may go well the next time. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof OutboundError)) return false;
  if (error.reason === 'status') return passing.has(error.status ?? 0);
  return error.reason === 'connect' || error.reason === 'timeout' || error.reason === 'cut';
}

/** Whether a failure speaks against the peer, so that the circuit breaker should count it. */
export function blamesPeer(error: unknown): boolean {
  return isPassing(error) || (error instanceof OutboundError && error.reason === 'content');
}

/** Milliseconds named by a Retry-After header (seconds or a date), undefined when absent or unreadable. */
export function retryAfterMs(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,8}$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * The pause before attempt `attempt + 1` (attempts count from 0): doubling from `baseMs`, with full jitter so that many callers do not
 * come back at the same moment, and never less than what the peer asked for.
 */
export function backoffMs(attempt: number, askedMs = 0, baseMs = 200, random: () => number = Math.random): number {
  const ceiling = Math.min(10_000, baseMs * 2 ** attempt);
  return Math.max(askedMs, Math.round(ceiling * (0.5 + random() / 2)));
}
