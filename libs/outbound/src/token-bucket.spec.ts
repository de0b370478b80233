import { describe, expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.js';

describe('TokenBucket', () => {
  it('lets a burst through, then spaces calls, and refills with time', () => {
    let now = 0;
    const bucket = new TokenBucket({ requests: 5, perMs: 1000 }, () => now);
    expect([1, 2, 3, 4, 5, 6, 7].map(() => bucket.reserve())).toEqual([0, 0, 0, 0, 0, 200, 400]);
    now = 400;
    expect(bucket.reserve()).toBe(200);
    now = 10_000;
    expect(bucket.reserve()).toBe(0);
  });

  it('never saves up more than one burst', () => {
    let now = 0;
    const bucket = new TokenBucket({ requests: 2, perMs: 1000 }, () => now);
    now = 60_000;
    expect([bucket.reserve(), bucket.reserve(), bucket.reserve()]).toEqual([0, 0, 500]);
  });

  it('refuses a wait that is too long and keeps no token for it', async () => {
    const bucket = new TokenBucket({ requests: 1, perMs: 60_000 }, () => 0);
    await bucket.take(0);
    await expect(bucket.take(1000)).rejects.toMatchObject({ reason: 'throttled', kind: 'too-many', retryAfter: 60 });
    expect(bucket.reserve()).toBe(60_000);
  });

  it('stops waiting when the caller gives up', async () => {
    const bucket = new TokenBucket({ requests: 1, perMs: 60_000 }, () => 0);
    await bucket.take(0);
    await expect(bucket.take(120_000, AbortSignal.timeout(5))).rejects.toMatchObject({ reason: 'aborted' });
  });
});
