import { describe, expect, it } from 'vitest';
import { OutboundError } from './outbound-error.js';
import { backoffMs, blamesPeer, isPassing, retryAfterMs } from './retry.js';

describe('retry rules', () => {
  it('reads Retry-After in seconds and as a date', () => {
    expect(retryAfterMs('3')).toBe(3000);
    expect(retryAfterMs('Thu, 01 Jan 2026 00:00:10 GMT', Date.parse('2026-01-01T00:00:00Z'))).toBe(10_000);
    expect(retryAfterMs('Thu, 01 Jan 2026 00:00:10 GMT', Date.parse('2026-01-02T00:00:00Z'))).toBe(0);
    expect(retryAfterMs('soon')).toBeUndefined();
    expect(retryAfterMs(undefined)).toBeUndefined();
  });

  it('doubles with jitter and honours the peer', () => {
    expect([0, 1, 2].map((attempt) => backoffMs(attempt, 0, 200, () => 1))).toEqual([200, 400, 800]);
    expect(backoffMs(0, 0, 200, () => 0)).toBe(100);
    expect(backoffMs(20, 0, 200, () => 1)).toBe(10_000);
    expect(backoffMs(0, 5000, 200, () => 1)).toBe(5000);
  });

  it('tells passing failures from final ones', () => {
    const status = (code: number) => new OutboundError('status', 'x', { status: code });
    expect([429, 500, 503].map((code) => isPassing(status(code)))).toEqual([true, true, true]);
    expect([400, 401, 404, 501].map((code) => isPassing(status(code)))).toEqual([false, false, false, false]);
    expect(isPassing(new OutboundError('timeout', 'x'))).toBe(true);
    expect(isPassing(new OutboundError('blocked', 'x'))).toBe(false);
    expect(isPassing(new Error('x'))).toBe(false);
    expect(blamesPeer(new OutboundError('content', 'x'))).toBe(true);
    expect(blamesPeer(new OutboundError('aborted', 'x'))).toBe(false);
  });
});
