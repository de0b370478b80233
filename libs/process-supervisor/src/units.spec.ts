import { describe, expect, it } from 'vitest';
import { DEFAULT_RESTART_POLICY, RestartHistory, type RestartPolicy } from './restart-policy.js';
import { RingBuffer } from './ring-buffer.js';
import { mayGo } from './states.js';

const policy = (changes: Partial<RestartPolicy> = {}): RestartPolicy => ({ ...DEFAULT_RESTART_POLICY, jitter: 0, maxFastCrashes: 100, ...changes });
const MINUTE = 60_000;

describe('restart policy', () => {
  it('doubles the pause up to its limit', () => {
    const history = new RestartHistory();
    const delays = Array.from({ length: 7 }, (_, n) => history.decide(policy({ maxRestarts: 10 }), MINUTE, n * MINUTE));
    expect(delays.map((decision) => decision.restart && decision.delayMs)).toEqual([10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
  });

  it('gives up at the limit within the window, and starts again when the window has passed', () => {
    const history = new RestartHistory();
    for (let n = 0; n < 3; n += 1) expect(history.decide(policy(), MINUTE, n * MINUTE).restart).toBe(true);
    expect(history.decide(policy(), MINUTE, 3 * MINUTE)).toEqual({ restart: false, why: 'limit' });
    expect(history.decide(policy(), MINUTE, 61 * MINUTE)).toMatchObject({ restart: true });
  });

  it('a server that crashes once a week is always restarted', () => {
    const history = new RestartHistory();
    for (let week = 0; week < 50; week += 1) expect(history.decide(policy(), 7 * 24 * 60 * MINUTE, week * 7 * 24 * 60 * MINUTE)).toEqual({ restart: true, delayMs: 10_000 });
  });

  it('gives up a fast crash loop', () => {
    const history = new RestartHistory();
    const fast = policy({ maxRestarts: 100, maxFastCrashes: 3 });
    expect(history.decide(fast, 1_000, 0).restart).toBe(true);
    expect(history.decide(fast, 1_000, 1).restart).toBe(true);
    expect(history.decide(fast, 1_000, 2)).toEqual({ restart: false, why: 'fast-crash-loop' });
  });

  it('a longer run in between breaks the loop', () => {
    const history = new RestartHistory();
    const fast = policy({ maxRestarts: 100, maxFastCrashes: 3 });
    for (const ranFor of [1_000, 1_000, 60_000, 1_000, 1_000]) expect(history.decide(fast, ranFor, 0).restart).toBe(true);
  });

  it('can be switched off', () => {
    expect(new RestartHistory().decide(policy({ enabled: false }), MINUTE, 0)).toEqual({ restart: false, why: 'disabled' });
  });

  it('spreads restarts by the jitter', () => {
    expect(new RestartHistory().decide(policy({ jitter: 0.1 }), MINUTE, 0, () => 0)).toEqual({ restart: true, delayMs: 9_000 });
    expect(new RestartHistory().decide(policy({ jitter: 0.1 }), MINUTE, 0, () => 1)).toEqual({ restart: true, delayMs: 11_000 });
  });
});

describe('ring buffer', () => {
  it('keeps the last items in order', () => {
    const ring = new RingBuffer<number>(3);
    for (let n = 1; n <= 5; n += 1) ring.push(n);
    expect(ring.last()).toEqual([3, 4, 5]);
    expect(ring.last(2)).toEqual([4, 5]);
    ring.clear();
    expect(ring.last()).toEqual([]);
  });
});

describe('states', () => {
  it('has no way from stopping back to running, nor from running to starting', () => {
    expect(mayGo('stopping', 'running')).toBe(false);
    expect(mayGo('running', 'starting')).toBe(false);
    expect(mayGo('crashed', 'restarting')).toBe(true);
  });
});
