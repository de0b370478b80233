import { describe, expect, it } from 'vitest';
import type { Opened } from './fetch.js';
import { Job } from './job.js';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a download in the cache that nobody hears', () => {
  /** A job of a file of a hundred bytes, of which so many are there. */
  const opened = (written: number, readers: number, followed = false) => {
    const job = new Job({ kind: 'song', provider: 'far', id: '1' }, 'cache', 'play');
    const file = { written, readers, fail: () => undefined, close: () => Promise.resolve() };
    job.open({ file, total: 100, container: 'flac', seekable: true } as unknown as Opened);
    job.dropWhenAbandoned(30, () => Promise.resolve(followed));
    return { job, file };
  };

  it('is dropped while it is young', async () => {
    const { job } = opened(9, 0);
    await wait(100);
    expect([job.signal.aborted, (job.signal.reason as Error).message]).toEqual([true, 'Nobody listens any more']);
  });

  it('goes on when a tenth is there, when someone hears it, here or elsewhere, and when it is to stay', async () => {
    const stays = opened(0, 0);
    stays.job.raise('kept');
    const jobs = [opened(10, 0), opened(0, 1), opened(0, 0, true), stays].map(({ job }) => job);
    await wait(100);
    expect(jobs.map(({ signal }) => signal.aborted)).toEqual([false, false, false, false]);
    for (const job of jobs) job.abort(new Error('end'));
  });

  it('is dropped once its last listener has been away for long enough', async () => {
    const { job, file } = opened(5, 1);
    await wait(60);
    expect(job.signal.aborted).toBe(false);
    file.readers = 0;
    await wait(100);
    expect(job.signal.aborted).toBe(true);
  });
});
