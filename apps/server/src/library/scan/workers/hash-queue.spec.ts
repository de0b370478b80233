import type { Config } from '@rumpus/config';
import { TaskGivenUpError } from '@rumpus/storage';
import { describe, expect, it } from 'vitest';
import { HashQueue, UnreadableError } from './hash-queue.js';
import type { ScanWorkers } from './scan-workers.js';
import type { ScanTasks } from './tasks.js';

interface Sent {
  kind: string;
  paths: string[];
}

/** Worker threads that hash a file to its path; `stuck` is a file that costs whoever touches it. */
function queue({ stuck = '' } = {}): { queue: HashQueue; sent: Sent[] } {
  const sent: Sent[] = [];
  const answer = (path: string): { crc: string } => ({ crc: path });
  const run = (kind: string, input: unknown, { signal }: { signal: AbortSignal }): Promise<unknown> => {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    const paths = kind === 'hash' ? [(input as ScanTasks['hash']['in']).path] : (input as ScanTasks['hash-many']['in']).paths;
    sent.push({ kind, paths });
    if (paths.includes(stuck)) return Promise.reject(new TaskGivenUpError('stalled', 'No progress for 60 s'));
    if (kind === 'hash') return Promise.resolve(answer(paths[0] ?? ''));
    return Promise.resolve(paths.map((path) => (path.endsWith('gone') ? { unreadable: 'It is gone' } : { hashes: answer(path) })));
  };
  return { queue: new HashQueue({ run } as unknown as ScanWorkers, { library: { path: '/library' } } as Config), sent };
}

const running = new AbortController().signal;
const small = Array.from({ length: 60 }, (_, i) => `roms/gba/${i}.gba`);

describe('the hash queue', () => {
  it('sends small files together and large ones alone', async () => {
    const { queue: files, sent } = queue();
    const answers = await Promise.all([...small.map((path) => files.file(path, 'entry', 100, running)), files.file('roms/psx/disc.bin', 'entry', 700_000_000, running)]);
    expect(answers.map(({ crc }) => crc)).toEqual([...small, 'roms/psx/disc.bin'].map((path) => `/library/${path}`));
    expect(sent.map(({ kind, paths }) => [kind, paths.length])).toEqual([['hash', 1], ['hash-many', 24], ['hash-many', 24], ['hash-many', 12]]);
  });

  it('never mixes files that are read in different ways', async () => {
    const { queue: files, sent } = queue();
    await Promise.all([files.file('a', 'entry', 1, running), files.file('b', 'part', 1, running), files.file('c', 'entry', 1, running)]);
    expect(sent.map(({ paths }) => paths)).toEqual([['/library/a', '/library/c'], ['/library/b']]);
  });

  it('refuses the one file that can not be read and hashes the others', async () => {
    const { queue: files } = queue();
    const [read, gone] = await Promise.allSettled([files.file('read', 'entry', 1, running), files.file('gone', 'entry', 1, running)]);
    expect(read).toMatchObject({ status: 'fulfilled', value: { crc: '/library/read' } });
    expect(gone).toMatchObject({ status: 'rejected', reason: new UnreadableError('unreadable', 'It is gone') });
  });

  it('tries each by itself when one gets the thread stuck, so that only that one is given up', async () => {
    const { queue: files } = queue({ stuck: '/library/roms/gba/7.gba' });
    const answers = await Promise.allSettled(small.slice(0, 10).map((path) => files.file(path, 'entry', 1, running)));
    expect(answers.map(({ status }) => status)).toEqual(small.slice(0, 10).map((_, i) => (i === 7 ? 'rejected' : 'fulfilled')));
    expect(answers[7]).toMatchObject({ reason: { problem: 'stalled', message: 'No progress for 60 s' } });
  });

  it('lets go of everything when the scan is stopped', async () => {
    const { queue: files } = queue();
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(files.file('a', 'entry', 1, stopped)).rejects.toThrow('stopped');
    await expect(files.file('b', 'entry', 1e9, stopped)).rejects.toThrow('stopped');
  });
});
