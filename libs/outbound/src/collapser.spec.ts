import { describe, expect, it } from 'vitest';
import { Collapser } from './collapser.js';

function pending<T>() {
  let settle!: (value: T) => void;
  const promise = new Promise<T>((resolve) => (settle = resolve));
  return { promise, settle };
}

describe('Collapser', () => {
  it('shares one run among callers and forgets it afterwards', async () => {
    const collapser = new Collapser<number>();
    const gate = pending<number>();
    let runs = 0;
    const run = () => ((runs += 1), gate.promise);
    const both = Promise.all([collapser.run('a', undefined, run), collapser.run('a', undefined, run)]);
    const other = collapser.run('b', undefined, () => Promise.resolve(9));
    gate.settle(7);
    expect(await both).toEqual([7, 7]);
    expect(await other).toBe(9);
    expect(runs).toBe(1);
    expect(await collapser.run('a', undefined, () => Promise.resolve(8))).toBe(8);
  });

  it('does not disturb the others when one leaves, and aborts when all have left', async () => {
    const collapser = new Collapser<number>();
    const gate = pending<number>();
    const first = new AbortController();
    const second = new AbortController();
    let inner: AbortSignal | undefined;
    const run = (signal: AbortSignal) => ((inner = signal), gate.promise);
    const a = collapser.run('k', first.signal, run);
    const b = collapser.run('k', second.signal, run);
    first.abort(new Error('left'));
    await expect(a).rejects.toThrow('left');
    expect(inner?.aborted).toBe(false);
    second.abort(new Error('left too'));
    await expect(b).rejects.toThrow('left too');
    expect(inner?.aborted).toBe(true);
  });

  it('hands a failure to everyone and starts afresh', async () => {
    const collapser = new Collapser<number>();
    const fail = () => Promise.reject(new Error('broken'));
    const results = await Promise.allSettled([collapser.run('k', undefined, fail), collapser.run('k', undefined, fail)]);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected']);
    expect(await collapser.run('k', undefined, () => Promise.resolve(1))).toBe(1);
  });
});
