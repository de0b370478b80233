import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundleWorkers } from '../../../../test/support/bundle-workers.js';
import { connect } from '../connection/connect.js';
import { dataSourceOptions } from '../connection/data-source-options.js';
import { checkpointAside } from './checkpoint-aside.js';

const MEBIBYTE = 1024 * 1024;
let folder: string;
let scripts: URL;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoint-'));
  scripts = await bundleWorkers({ 'checkpoint-worker': new URL('./checkpoint-worker.ts', import.meta.url) });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await rm(scripts, { recursive: true });
});

const open = (url: string): Promise<DataSource> => connect(new DataSource(dataSourceOptions(url, { entities: [], migrations: [] })));
/** Writes so many mebibytes, which the writer leaves in its log. */
async function fill(source: DataSource, mebibytes: number): Promise<void> {
  await source.query('PRAGMA wal_autocheckpoint = 0');
  await source.query('CREATE TABLE IF NOT EXISTS things (id INTEGER PRIMARY KEY, body BLOB)');
  for (let n = 0; n < mebibytes; n += 1) await source.query('INSERT INTO things (body) VALUES (zeroblob(1048576))');
}

describe('a log that is moved by a thread of its own', () => {
  it('gets into the database while the writer goes on, and nothing is lost', async () => {
    const file = join(folder, 'x.db');
    const source = await open(`sqlite:${file}`);
    await fill(source, 3);
    expect(statSync(file).size).toBeLessThan(MEBIBYTE);
    checkpointAside(source, new URL('checkpoint-worker.js', scripts));
    await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(3 * MEBIBYTE), { timeout: 10_000 });
    await fill(source, 3);
    checkpointAside(source, new URL('checkpoint-worker.js', scripts));
    await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(6 * MEBIBYTE), { timeout: 10_000 });
    expect(await source.query('SELECT COUNT(*) AS n FROM things')).toEqual([{ n: 6 }]);
    await source.destroy();
    // Nobody holds the file any more: the last one to leave takes the log along.
    expect(() => statSync(`${file}-wal`)).toThrow('ENOENT');
  });

  it('stays with the writer where the thread cannot run, and in memory', async () => {
    const source = await open(`sqlite:${join(folder, 'y.db')}`);
    checkpointAside(source, new URL('missing.js', scripts));
    await new Promise((resolve) => setTimeout(resolve, 50));
    checkpointAside(source, new URL('missing.js', scripts));
    await fill(source, 1);
    expect(await source.query('SELECT COUNT(*) AS n FROM things')).toEqual([{ n: 1 }]);
    await source.destroy();
    const memory = await open('sqlite::memory:');
    checkpointAside(memory, new URL('missing.js', scripts));
    await memory.destroy();
  });
});
