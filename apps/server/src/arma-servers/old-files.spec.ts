import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeOld } from './old-files.js';

it('removes what is old and wanted, folders too, and nothing that was only moved there lately', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'old-files-'));
  try {
    await writeFile(join(folder, 'console-1.log'), 'x');
    await mkdir(join(folder, 'server-7', 'inner'), { recursive: true });
    await writeFile(join(folder, 'keep.txt'), 'x');
    await utimes(join(folder, 'console-1.log'), new Date(0), new Date(0));
    const wanted = (name: string): boolean => name !== 'keep.txt';
    expect(await removeOld(folder, wanted, Date.now() - 60_000)).toBe(0);
    expect(await removeOld(folder, wanted, Date.now() + 60_000)).toBe(2);
    expect(await readdir(folder)).toEqual(['keep.txt']);
    expect(await removeOld(join(folder, 'not-there'), wanted, Date.now())).toBe(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});
