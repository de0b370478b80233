import { describe, expect, it } from 'vitest';
import type { Tracks } from '../store/tracks.js';
import { Allowance } from './allowance.js';

const holding = (bytes: Record<string, number>): Tracks => ({ bytesOf: (user: string) => Promise.resolve(bytes[user] ?? 0) }) as unknown as Tracks;

describe('what one user may take', () => {
  it('is so many downloads within an hour, counted for each', () => {
    let now = 0;
    const allowance = new Allowance(holding({}), { quotaBytes: 0, perHour: 2 }, () => now);
    allowance.begin('ann');
    now = 60_000;
    allowance.begin('ann');
    allowance.begin('bob');
    expect(() => allowance.begin('ann')).toThrow(expect.objectContaining({ kind: 'too-many', retryAfter: 3540 }) as Error);
    allowance.begin(undefined);
    now = 3_600_001;
    allowance.begin('ann');
    expect(() => allowance.begin('ann')).toThrow('Too many downloads');
  });

  it('is a share of the space, and nothing is counted without a bound', async () => {
    const tracks = holding({ ann: 100, bob: 99 });
    const bounded = new Allowance(tracks, { quotaBytes: 100, perHour: 0 });
    expect(await Promise.all(['ann', 'bob', 'new', undefined].map((user) => bounded.hasRoom(user)))).toEqual([false, true, true, true]);
    await expect(bounded.demandRoom('ann')).rejects.toMatchObject({ kind: 'too-many' });
    const free = new Allowance(tracks, { quotaBytes: 0, perHour: 0 });
    for (let i = 0; i < 50; i += 1) free.begin('ann');
    expect(await free.hasRoom('ann')).toBe(true);
  });
});
