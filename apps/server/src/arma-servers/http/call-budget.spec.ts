import { tooMany } from '@rumpus/errors';
import type { RateLimiter } from '@rumpus/auth';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallBudget, CALLS_PER_MINUTE, PORTION } from './call-budget.js';

/** The counter that instances share. */
class Counter {
  hits = 0;
  hit(rule: { limit: number; message: string }): Promise<void> {
    this.hits += 1;
    return this.hits > rule.limit ? Promise.reject(tooMany(rule.message, 30)) : Promise.resolve();
  }
}

let counter: Counter;
const budget = (): CallBudget => new CallBudget(counter as unknown as RateLimiter);
const spend = async (from: CallBudget, calls: number): Promise<number> => (await Promise.allSettled(Array.from({ length: calls }, () => from.spend(1)))).filter(({ status }) => status === 'fulfilled').length;

beforeEach(() => {
  vi.useFakeTimers();
  counter = new Counter();
});
afterEach(() => void vi.useRealTimers());

describe('the budget of an account', () => {
  it('is so many calls, booked ten at a time also when they come together', async () => {
    const one = budget();
    expect(await spend(one, 25)).toBe(25);
    expect(counter.hits).toBe(3);
    expect(await spend(one, 400)).toBe(CALLS_PER_MINUTE - 25);
    await expect(one.spend(1)).rejects.toMatchObject({ kind: 'too-many', retryAfter: 30 });
  });

  it('is shared by instances, each of which may leave less than a portion unused', async () => {
    const [here, there] = [budget(), budget()];
    const taken = (await spend(here, 155)) + (await spend(there, 400));
    expect(taken).toBeLessThanOrEqual(CALLS_PER_MINUTE);
    expect(taken).toBeGreaterThan(CALLS_PER_MINUTE - PORTION);
  });

  it('ends with its minute, and is asked for again when it was refused', async () => {
    const one = budget();
    await spend(one, 1);
    vi.advanceTimersByTime(60_001);
    await spend(one, 1);
    expect(counter.hits).toBe(2);
    counter.hits = CALLS_PER_MINUTE;
    expect(await spend(one, PORTION)).toBe(PORTION - 1);
    counter.hits = 0;
    expect(await spend(one, 1)).toBe(1);
  });
});
