import { createHash } from 'node:crypto';
import { appendFileSync, utimesSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleWorkers } from '../../../../test/support/bundle-workers.js';
import { WorkerPool } from '../workers/worker-pool.js';
import { bytesFromName, nameFromBytes } from '../paths/raw-names.js';
import { ContentDigests } from './content-digests.js';
import { hashFileSync, type FileDigests } from './hash-file.js';

let folder: string;
let scripts: URL;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hash-'));
  scripts = await bundleWorkers({
    'hash-worker': new URL('./hash-worker.ts', import.meta.url),
    'md5-lane-worker': new URL('./md5-lane-worker.ts', import.meta.url),
  });
});
afterAll(() => Promise.all([folder, scripts].map((path) => rm(path, { recursive: true, force: true }))));

describe('digests', () => {
  it('are those every table lists', () => {
    const digests = new ContentDigests();
    digests.update(Buffer.from('1234'));
    digests.update(Buffer.from('56789'));
    expect(digests.finish()).toEqual({
      crc32: 'cbf43926',
      md5: '25f9e794323b453885f5181f1b624d0b',
      sha1: 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
      size: 9,
    });
  });
  it('of nothing keep their leading zeros', () => expect(new ContentDigests().finish().crc32).toBe('00000000'));
});

describe('hashing a file', () => {
  it('reads names that are no UTF-8', async () => {
    const name = nameFromBytes(Buffer.from([0x61, 0xff, 0x62]));
    await writeFile(bytesFromName(join(folder, name)), '123456789');
    expect(hashFileSync(join(folder, name))).toMatchObject({ crc32: 'cbf43926', changed: false });
  });

  it('notices that the file grows meanwhile', async () => {
    const path = join(folder, 'grows');
    await writeFile(path, Buffer.alloc(600_000));
    let once = true;
    const digests = hashFileSync(path, {
      onChunk: () => {
        if (once) appendFileSync(path, 'more');
        once = false;
      },
    });
    expect(digests.changed).toBe(true);
  });

  it('notices that the file was rewritten to the same size meanwhile', async () => {
    const path = join(folder, 'touched');
    await writeFile(path, Buffer.alloc(1000));
    expect(hashFileSync(path, { onChunk: () => utimesSync(path, 1, 1) }).changed).toBe(true);
  });

  it.each(['/nowhere/at/all', tmpdir()])('fails with the reason for %s', (path) => {
    expect(() => hashFileSync(path)).toThrow(/ENOENT|EISDIR/u);
  });

  it('gives the same digests on two threads as on one, file after file', async () => {
    // Not a multiple of the ring's slots, and large enough to use the second thread.
    const content = Buffer.alloc(17 * 1024 * 1024 + 12_345, 'Rumpus');
    const paths = [join(folder, 'large-1'), join(folder, 'large-2')];
    await Promise.all(paths.map((path, i) => writeFile(path, content.subarray(i))));
    const pool = new WorkerPool({ script: new URL('hash-worker.js', scripts), size: 1 });
    try {
      for (const [i, path] of paths.entries()) {
        const expected = content.subarray(i);
        expect(await pool.run<FileDigests>('hash-file', { path })).toEqual({
          ...hashFileSync(path),
          md5: createHash('md5').update(expected).digest('hex'),
          sha1: createHash('sha1').update(expected).digest('hex'),
          size: expected.length,
        });
      }
    } finally {
      await pool.close();
    }
  });
});
