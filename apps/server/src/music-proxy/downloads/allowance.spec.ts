import { describe, expect, it } from 'vitest';
import type { Tracks } from '../store/tracks.js';
import { Allowance, type SharedCounters } from './allowance.js';

const holding = (bytes: Record<string, number>): Tracks => ({ bytesOf: (user: string) => Promise.resolve(bytes[user] ?? 0) }) as unknown as Tracks;
/** Counters as instances share them. */
const shared = (): SharedCounters & { keys: string[] } => {
  const counts = new Map<string, number>();
  return {
    get keys() {
      return [...counts.keys()];
    },
    increment: (key, window) => {
      counts.set(key, (counts.get(key) ?? 0) + 1);
      return Promise.resolve({ count: counts.get(key) ?? 0, ttl: window });
    },
  };
};

describe('what one user may take', () => {
  it('is so many downloads within an hour, counted for each, by all instances together', async () => {
    const counters = shared();
    const [here, there] = [1, 2].map(() => new Allowance(holding({}), counters, { quotaBytes: 0, perHour: 2 })) as [Allowance, Allowance];
    await here.begin('ann');
    await there.begin('ann');
    await here.begin('bob');
    for (const one of [here, there]) await expect(one.begin('ann')).rejects.toMatchObject({ kind: 'too-many', retryAfter: 3600 });
    await here.begin(undefined);
    expect(counters.keys.join()).not.toMatch(/ann|bob/);
  });

  it('is a share of the space, and nothing is counted without a bound', async () => {
    const tracks = holding({ ann: 100, bob: 99 });
    const counters = shared();
    const bounded = new Allowance(tracks, counters, { quotaBytes: 100, perHour: 0 });
    expect(await Promise.all(['ann', 'bob', 'new', undefined].map((user) => bounded.hasRoom(user)))).toEqual([false, true, true, true]);
    await expect(bounded.demandRoom('ann')).rejects.toMatchObject({ kind: 'too-many' });
    const free = new Allowance(tracks, counters, { quotaBytes: 0, perHour: 0 });
    for (let i = 0; i < 50; i += 1) await free.begin('ann');
    expect([await free.hasRoom('ann'), counters.keys]).toEqual([true, []]);
  });
});
