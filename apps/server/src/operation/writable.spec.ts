import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkWritable } from './writable.js';

it('leaves nothing behind in a folder that can be written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rumpus-unit-'));
  await checkWritable(folder);
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
  await expect(checkWritable(folder)).rejects.toThrow();
});
