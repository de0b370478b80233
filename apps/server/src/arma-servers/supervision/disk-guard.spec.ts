import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DiskGuard, LOW_BYTES } from './disk-guard.js';

const disk = vi.hoisted(() => ({ free: 0, gone: false }));
vi.mock('node:fs/promises', () => ({ statfs: () => (disk.gone ? Promise.reject(new Error('away')) : Promise.resolve({ bavail: disk.free, bsize: 1 })) }));

let notes: unknown[];
let sample: (servers: number[]) => Promise<void>;
beforeEach(() => {
  vi.useFakeTimers();
  [notes, disk.gone] = [[], false];
  let listener: (samples: Map<number, unknown>) => void = () => undefined;
  const processes = { onSamples: (heard: typeof listener) => (listener = heard) };
  new DiskGuard({ servers: { dir: '/srv' } } as never, processes as never, { note: (...note: unknown[]) => notes.push(note) } as never).onModuleInit();
  sample = async (servers) => {
    vi.advanceTimersByTime(60_000);
    listener(new Map(servers.map((id) => [id, {}])));
    await vi.advanceTimersByTimeAsync(0);
  };
  return () => vi.useRealTimers();
});

describe('a disk that fills up', () => {
  it('is told of once to every server that runs, and again only when there was room in between', async () => {
    disk.free = LOW_BYTES;
    await sample([1, 2]);
    expect(notes).toEqual([]);
    disk.free = LOW_BYTES - 1;
    await sample([1, 2]);
    await sample([1, 2]);
    expect(notes).toEqual([[1, 'disk_low', { free_mb: 2048 }], [2, 'disk_low', { free_mb: 2048 }]]);
    disk.free = LOW_BYTES + 1;
    await sample([1]);
    disk.free = 0;
    await sample([1]);
    expect(notes).toHaveLength(2);
    disk.free = 2 * LOW_BYTES;
    await sample([1]);
    disk.free = 0;
    await sample([1]);
    expect(notes).toHaveLength(3);
  });

  it('that can’t be asked is no news', async () => {
    disk.gone = true;
    await sample([1]);
    expect(notes).toEqual([]);
  });
});
