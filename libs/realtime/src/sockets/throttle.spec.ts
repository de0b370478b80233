import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Throttle } from './throttle.js';

describe('throttle', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('sends the first at once, then the newest four times a second, and always the last', () => {
    const throttle = new Throttle();
    const sent: number[] = [];
    for (let n = 0; n < 90; n += 1) {
      throttle.run('job', () => sent.push(n));
      vi.advanceTimersByTime(10);
    }
    expect(sent).toEqual([0, 24, 49, 74]);
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual([0, 24, 49, 74, 89]);
  });

  it('keeps keys apart and starts afresh after a pause', () => {
    const throttle = new Throttle();
    const sent: string[] = [];
    throttle.run('a', () => sent.push('a1'));
    throttle.run('b', () => sent.push('b1'));
    vi.advanceTimersByTime(300);
    throttle.run('a', () => sent.push('a2'));
    expect(sent).toEqual(['a1', 'b1', 'a2']);
  });

  it('settles one key: what waits goes out now and nothing comes after', () => {
    const throttle = new Throttle();
    const sent: string[] = [];
    throttle.run('a', () => sent.push('a1'));
    throttle.run('a', () => sent.push('a2'));
    throttle.settle('a');
    throttle.settle('b');
    sent.push('done');
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual(['a1', 'a2', 'done']);
  });

  it('flushes what waits', () => {
    const throttle = new Throttle();
    const sent: number[] = [];
    throttle.run('a', () => sent.push(1));
    throttle.run('a', () => sent.push(2));
    throttle.flush();
    expect(sent).toEqual([1, 2]);
  });
});
