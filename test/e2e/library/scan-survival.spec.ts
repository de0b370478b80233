import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { games, LibraryFolder, scanById, until, type ScanAnswer } from './support/scans.js';

const COUNT = 3000;

let app: TestApp;
let admin: ApiClient;
let library: LibraryFolder;

beforeEach(async () => {
  library = await LibraryFolder.make();
  for (let i = 0; i < COUNT; i++) await library.put(`roms/${['gb', 'nes', 'snes'][i % 3]}/Game ${i}.rom`, `content ${i}`);
  // A job of a process that was killed is taken up when its lease is over.
  app = await startApp({ library: library.path, env: { QUEUE_LEASE_SECONDS: '5' } });
  admin = await app.claim();
}, 120_000);
afterEach(async () => {
  await app.stop();
  await library.remove();
});

const startScan = async (): Promise<number> => (await admin.post<ScanAnswer>('/api/scans', {})).body.id;
/** In the middle: some games are stored, not all. */
const inTheMiddle = (id: number): Promise<ScanAnswer> => until(() => scanById(admin, id), (scan) => (scan.stats['new_roms'] ?? 0) > 0);
const atItsEnd = (id: number): Promise<ScanAnswer> => until(() => scanById(admin, id), (scan) => scan.ended_at !== null, 60);

async function expectWhole(scan: ScanAnswer): Promise<void> {
  expect(scan).toMatchObject({ status: 'completed', stats: { total_platforms: 3, scanned_platforms: 3, new_platforms: 3, total_roms: COUNT, scanned_roms: COUNT, new_roms: COUNT } });
  const { body } = await admin.get<{ total: number }>('/api/roms?limit=1');
  expect(body.total).toBe(COUNT);
}

describe('a scan', () => {
  it('goes on after the server was killed, counts everything once and reads nothing twice', async () => {
    const id = await startScan();
    await inTheMiddle(id);
    await app.kill9();
    await app.restart();
    await expectWhole(await atItsEnd(id));
  }, 120_000);

  it('of single games goes on as well, and counts each once', async () => {
    await expectWhole(await atItsEnd(await startScan()));
    const ids: number[] = [];
    for (let offset = 0; offset < COUNT; offset += 1000) ids.push(...(await admin.get<{ items: { id: number }[] }>(`/api/roms?limit=1000&offset=${offset}`)).body.items.map((game) => game.id));
    const { body } = await admin.post<ScanAnswer>('/api/scans', { roms_ids: ids, type: 'hashes' });
    await until(() => scanById(admin, body.id), (scan) => (scan.stats['scanned_roms'] ?? 0) > 0);
    await app.kill9();
    await app.restart();
    expect(await atItsEnd(body.id)).toMatchObject({ status: 'completed', stats: { total_roms: COUNT, scanned_roms: COUNT, new_roms: 0 } });
  }, 120_000);

  it('goes on after an orderly restart', async () => {
    const id = await startScan();
    await inTheMiddle(id);
    expect(await app.terminate()).toBe(0);
    await app.restart();
    await expectWhole(await atItsEnd(id));
  }, 120_000);

  it('stops when told, and keeps what it has', async () => {
    const id = await startScan();
    await inTheMiddle(id);
    expect((await admin.post('/api/scans', {})).status).toBe(409);
    expect((await admin.post('/api/scans/stop')).body).toEqual({ stopped: 1 });
    const scan = await atItsEnd(id);
    expect(scan.status).toBe('stopped');
    const { body } = await admin.get<{ total: number }>('/api/roms?limit=1');
    expect(body.total).toBe(scan.stats['new_roms']);
    expect((await admin.post('/api/scans/stop')).body).toEqual({ stopped: 0 });
    expect((await games(admin)).length).toBeGreaterThan(0);
  }, 120_000);

  it.runIf((process.env['RUMPUS_TEST_DB'] ?? 'sqlite') !== 'sqlite')('outlives a database that goes away in the middle', async () => {
    const id = await startScan();
    await inTheMiddle(id);
    const name = new URL(app.database.url).pathname.slice(1);
    if (process.env['RUMPUS_TEST_DB'] === 'postgres') {
      execFileSync('psql', ['-h', '127.0.0.1', '-U', 'postgres', '-qtc', `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`], { stdio: 'ignore' });
    } else {
      const ids = execFileSync('mariadb', ['-h', '127.0.0.1', '-u', 'root', '-Ne', `SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '${name}'`], { encoding: 'utf8' }).split('\n').filter(Boolean);
      execFileSync('mariadb', ['-h', '127.0.0.1', '-u', 'root', '-fe', ids.map((connection) => `KILL ${connection};`).join(' ')], { stdio: 'ignore' });
    }
    await expectWhole(await until(() => scanById(admin, id), (scan) => scan?.ended_at != null, 60));
  }, 120_000);
});
