import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundleWorkers } from '../../../../test/support/bundle-workers.js';
import { WorkerPool, type WorkerPoolOptions } from './worker-pool.js';

let folder: URL;
let pool: WorkerPool | undefined;

beforeAll(async () => {
  folder = await bundleWorkers({ sample: new URL('../../../../test/support/sample-worker.ts', import.meta.url) });
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => pool?.close());

const start = (options: Partial<WorkerPoolOptions> = {}): WorkerPool => (pool = new WorkerPool({ script: new URL('sample.js', folder), size: 2, ...options }));

describe('the worker pool', () => {
  it('answers every task, many at a time', async () => {
    const crowd = start();
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => crowd.run<number>('double', i)));
    expect(answers).toEqual(Array.from({ length: 200 }, (_, i) => i * 2));
  });

  it('hands errors back with name and code', async () => {
    await expect(start().run('fail', null)).rejects.toMatchObject({ name: 'TypeError', message: 'as asked', code: 'EASKED' });
    await expect(start().run('nonsense', null)).rejects.toThrow('No handler');
  });

  it('passes parts on in order', async () => {
    const parts: unknown[] = [];
    expect(await start().run('parts', 5, { onPart: (part) => parts.push(part) })).toBe('done');
    expect(parts).toEqual([0, 1, 2, 3, 4]);
  });

  it('gives a stuck task up and goes on with the ones behind it', async () => {
    const small = start({ size: 1, stallMs: 150 });
    const stuck = small.run('stuck', null);
    const behind = small.run<number>('double', 4);
    await expect(stuck).rejects.toMatchObject({ name: 'TaskGivenUpError', code: 'stalled' });
    expect(await behind).toBe(8);
  });

  it('gives a task up that is over its time although it gets on', async () => {
    await expect(start({ size: 1, stallMs: 300 }).run('spin', null, { limitMs: 200 })).rejects.toMatchObject({ code: 'timed-out' });
  });

  it('lets idle threads go, and starts new ones when there is work again', async () => {
    const small = start({ idleMs: 60 });
    expect(await small.run<number>('double', 2)).toBe(4);
    expect(small.size).toBe(1);
    await vi.waitFor(() => expect(small.size).toBe(0), { timeout: 5000 });
    expect(await small.run<number>('double', 3)).toBe(6);
  });

  it('outlives a thread that dies', async () => {
    const small = start({ size: 1 });
    const crash = small.run('crash', null);
    const behind = small.run<number>('double', 2);
    await expect(crash).rejects.toMatchObject({ code: 'crashed' });
    expect(await behind).toBe(4);
  });

  it('stops a task its caller has lost interest in, and can go on', async () => {
    const small = start({ size: 1 });
    const caller = new AbortController();
    const task = small.run('spin', null, { signal: caller.signal });
    await vi.waitFor(() => expect(small.active()[0]?.bytes).toBeGreaterThan(0));
    caller.abort();
    await expect(task).rejects.toMatchObject({ name: 'AbortError' });
    expect(await small.run<number>('double', 3)).toBe(6);
  });

  it('refuses work after its end', async () => {
    const small = start({ size: 1 });
    const spinning = small.run('spin', null);
    const checked = expect(spinning).rejects.toThrow('closed');
    await small.close();
    await checked;
    await expect(small.run('double', 1)).rejects.toThrow('closed');
  });
});
