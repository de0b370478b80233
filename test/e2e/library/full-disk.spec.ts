import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { testDatabase } from '../../support/databases.js';
import { mayMount, SmallDisk } from '../../support/small-disk.js';
import { LibraryFolder, scanById, until, type ScanAnswer } from './support/scans.js';

const COUNT = 4000;
const why = testDatabase() === 'sqlite' ? (mayMount() ? '' : 'mounting a disk takes root') : 'the database is not on our disk';

describe.skipIf(why !== '')(`a scan on a full disk${why && ` (skipped: ${why})`}`, () => {
  let app: TestApp;
  let admin: ApiClient;
  let library: LibraryFolder;
  let disk: SmallDisk;

  beforeAll(async () => {
    library = await LibraryFolder.make();
    for (let i = 0; i < COUNT; i++) await library.put(`roms/${['gb', 'nes'][i % 2]}/Game ${i}.rom`, `content ${i}`);
    disk = new SmallDisk(64);
    app = await startApp({ library: library.path, dataDir: disk.path });
    admin = await app.claim();
  }, 120_000);
  afterAll(async () => {
    await app.stop();
    disk.remove();
    await library.remove();
  });

  const total = async (): Promise<number> => (await admin.get<{ total: number }>('/api/roms?limit=1')).body.total;

  it('keeps what it has, says what is wrong, and goes on when there is room again', async () => {
    disk.fill(2_500_000);
    const started = await admin.post<ScanAnswer>('/api/scans', {});
    expect(started.status).toBe(201);
    const stuck = await until(() => scanById(admin, started.body.id), ({ message }) => message !== null, 60);
    expect(stuck).toMatchObject({ status: 'running', ended_at: null, message: expect.stringContaining('disk is full') as string });
    expect(app.output).toContain('a scan broke off and will be taken up again');
    // What is told to be there is there: a batch and its counters are one write.
    expect(await total()).toBe(stuck.stats['new_roms']);
    expect(await total()).toBeLessThan(COUNT);
    expect((await admin.get('/api/platforms')).status).toBe(200);

    disk.clear();
    const scan = await until(() => scanById(admin, started.body.id), ({ ended_at }) => ended_at !== null, 90);
    expect(scan).toMatchObject({ status: 'completed', message: null, stats: { scanned_roms: COUNT, new_roms: COUNT, scanned_platforms: 2 } });
    expect(await total()).toBe(COUNT);
  }, 180_000);

  it('does not keep anybody from reading', async () => {
    disk.fill(0);
    expect((await admin.get('/api/roms?limit=72')).status).toBe(200);
    expect((await admin.get('/api/scans')).status).toBe(200);
    disk.clear();
  }, 60_000);
});
