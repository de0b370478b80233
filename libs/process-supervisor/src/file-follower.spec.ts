import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FileFollower, type FollowedLine, type FollowOptions } from './file-follower.js';

let folder: string;
let path: string;
let follower: FileFollower | undefined;
let lines: FollowedLine[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'follow-'));
  path = join(folder, 'console.log');
  lines = [];
});
afterEach(async () => {
  await follower?.stop();
  await rm(folder, { recursive: true });
});

function follow(options: Partial<FollowOptions> = {}): FileFollower {
  follower = new FileFollower({ path, pollMs: 5, idlePollMs: 10, onLines: (batch) => void lines.push(...batch), ...options });
  follower.start();
  return follower;
}
const texts = (): string[] => lines.map((line) => line.text);

describe('following a file', () => {
  it('waits for the file, reads from its start, and keeps half lines until they are whole', async () => {
    follow();
    await writeFile(path, 'one\r\ntw');
    await vi.waitFor(() => expect(texts()).toEqual(['one']));
    await appendFile(path, 'o\nthree\n');
    await vi.waitFor(() => expect(texts()).toEqual(['one', 'two', 'three']));
    expect(lines.map(({ offset, end }) => [offset, end])).toEqual([[0, 5], [5, 9], [9, 15]]);
  });

  it('goes on from a stored offset', async () => {
    await writeFile(path, 'one\ntwo\nthree\n');
    follow({ offset: 4 });
    await vi.waitFor(() => expect(texts()).toEqual(['two', 'three']));
  });

  it('gives out the last line without an end when it stops', async () => {
    await writeFile(path, 'one\nlast words');
    const it = follow();
    await it.stop();
    expect(texts()).toEqual(['one', 'last words']);
  });

  it('starts over when the file was emptied', async () => {
    await writeFile(path, 'a long first line\n');
    follow();
    await vi.waitFor(() => expect(texts()).toHaveLength(1));
    await truncate(path);
    await appendFile(path, 'b\n');
    await vi.waitFor(() => expect(texts()).toEqual(['a long first line', 'b']));
    expect(lines[1]?.offset).toBe(0);
  });

  it('reads the rest of a replaced file before the new one', async () => {
    await writeFile(path, 'a\n');
    follow({ pollMs: 30, idlePollMs: 30 });
    await vi.waitFor(() => expect(texts()).toEqual(['a']));
    await appendFile(path, 'b\n');
    await rename(path, `${path}.1`);
    await writeFile(path, 'c\n');
    await vi.waitFor(() => expect(texts()).toEqual(['a', 'b', 'c']));
  });

  it('cuts a line of a megabyte and goes on behind it', async () => {
    await writeFile(path, `before\n${'x'.repeat(1_000_000)}\nafter\n`);
    follow();
    await vi.waitFor(() => expect(lines).toHaveLength(3));
    expect(lines[1]).toMatchObject({ cut: true, text: 'x'.repeat(64 * 1024) });
    expect(texts()[2]).toBe('after');
  });

  it('survives bytes that are no UTF-8', async () => {
    await writeFile(path, Buffer.from([0x41, 0xff, 0xfe, 0x42, 0x0a]));
    follow();
    await vi.waitFor(() => expect(texts()).toEqual(['A\ufffd\ufffdB']));
  });

  it('reads no further while the listener is busy, and gives a failed batch again', async () => {
    await writeFile(path, 'a\n');
    let fail = 2;
    follow({
      onLines: (batch) => {
        if (fail > 0) {
          fail -= 1;
          throw new Error('database away');
        }
        lines.push(...batch);
      },
    });
    await vi.waitFor(() => expect(texts()).toEqual(['a']));
    await appendFile(path, 'b\n');
    await vi.waitFor(() => expect(texts()).toEqual(['a', 'b']));
  });

  it('takes 50,000 lines in order', async () => {
    await writeFile(path, Array.from({ length: 50_000 }, (_, n) => `line ${String(n)}\n`).join(''));
    follow();
    await vi.waitFor(() => expect(lines).toHaveLength(50_000), { timeout: 5_000 });
    expect(texts()[49_999]).toBe('line 49999');
    expect(lines.every((line, n) => n === 0 || line.offset === lines[n - 1]?.end)).toBe(true);
  });
});
