import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../../support/app.js';
import { hasTool } from '../../support/audio-files.js';
import type { ApiClient } from '../../support/client.js';
import { failures, games, LibraryFolder, runScan, type GameAnswer } from './support/scans.js';

let app: TestApp;
let admin: ApiClient;
let library: LibraryFolder;

const lock = (path: string): Promise<void> => chmod(library.at(path), 0);
const byName = async (): Promise<Map<string, GameAnswer>> => new Map((await games(admin)).map((game) => [game.fs_name, game]));
const content = async (): Promise<unknown> => ({
  games: (await games(admin)).map(({ id, fs_name, crc_hash, fs_size_bytes, missing_from_fs }) => ({ id, fs_name, crc_hash, fs_size_bytes, missing_from_fs })),
  firmware: (await admin.get<{ file_name: string; md5_hash: string; missing_from_fs: boolean }[]>('/api/firmware')).body.map(({ file_name, md5_hash, missing_from_fs }) => ({ file_name, md5_hash, missing_from_fs })),
});

describe.skipIf(process.geteuid?.() === 0 && !hasTool('setpriv'))('what can’t be read for a while', () => {
  beforeEach(async () => {
    library = await LibraryFolder.make();
    app = await startApp({ library: library.path, withPermissions: true });
    admin = await app.claim();
    await library.put('roms/gba/Single.gba');
    await library.put('roms/gba/Locked/a.bin');
    await library.put('roms/gba/Locked/dlc/b.bin');
    await library.put('roms/gba/Half/a.bin');
    await library.put('roms/gba/Half/dlc/b.bin');
    await library.put('roms/gba/Pair/a.bin');
    await library.put('roms/gba/Pair/b.bin');
    await library.put('roms/nes/Hidden.nes');
    await library.put('bios/gba/gba_bios.bin');
    await runScan(admin);
  });
  afterEach(async () => {
    await chmod(library.path, 0o755).catch(() => undefined);
    await app.stop();
    await library.remove();
  });

  it.each(['complete', 'hashes', 'quick'])('keeps size, hashes and files in a %s scan, which says why', async (type) => {
    const before = await content();
    const all = ['roms/gba/Single.gba', 'roms/gba/Locked', 'roms/gba/Half/dlc', 'roms/gba/Pair/b.bin', 'bios/gba/gba_bios.bin'];
    for (const path of all) await lock(path);
    const scan = await runScan(admin, { type });
    expect(scan.status).toBe('completed');
    const told = (await failures(admin, scan)).map(({ path, problem, message }) => `${path} ${problem} ${message}`);
    for (const path of ['roms/gba/Locked', 'roms/gba/Half/dlc', ...(type === 'quick' ? [] : ['roms/gba/Single.gba', 'roms/gba/Pair/b.bin', 'bios/gba/gba_bios.bin'])]) {
      expect(told).toContain(`${path} unreadable No permission to read it`);
    }
    expect(await content()).toEqual(before);
    for (const path of all) await chmod(library.at(path), 0o755);
    expect(await runScan(admin)).toMatchObject({ failure_count: 0 });
    expect(await content()).toEqual(before);
  });

  it('is not missing when it is scanned by itself', async () => {
    // Listed, but what it is can't be seen.
    await chmod(library.at('roms/nes'), 0o444);
    await runScan(admin, { roms_ids: [(await byName()).get('Hidden.nes')?.id] });
    expect((await byName()).get('Hidden.nes')?.missing_from_fs).toBe(false);
    await chmod(library.at('roms/nes'), 0o755);
  });

  it('is not missing when it is scanned by itself and the mount is empty', async () => {
    const id = (await byName()).get('Hidden.nes')?.id;
    await rename(library.at('roms/nes'), library.at('away'));
    await mkdir(library.at('roms/nes'));
    expect(await failures(admin, await runScan(admin, { roms_ids: [id] }))).toMatchObject([{ path: 'roms/nes', problem: 'brake' }]);
    expect((await byName()).get('Hidden.nes')?.missing_from_fs).toBe(false);
  });

  it('ends a scan at once with the reason when it is the library, and nothing is asked', async () => {
    const before = await content();
    for (const path of ['roms', '']) {
      await lock(path);
      const scan = await runScan(admin);
      expect(scan.status).toBe('failed');
      expect(scan.message).toContain(`The library can't be read: ${library.at(path).replace(/\/$/u, '')}: No permission to read it`);
      await chmod(library.at(path), 0o755);
    }
    expect((await admin.get('/api/scans/brakes')).body).toEqual([]);
    expect(await runScan(admin)).toMatchObject({ status: 'completed', failure_count: 0 });
    expect(await content()).toEqual(before);
  });

  it('is said to be gone when it is, and asked about', async () => {
    await rename(library.path, `${library.path}-away`);
    const scan = await runScan(admin);
    expect((await failures(admin, scan)).map(({ problem }) => problem).toSorted()).toEqual(['brake', 'brake', 'gone']);
    await rm(library.path, { recursive: true, force: true });
    await rename(`${library.path}-away`, library.path);
    expect(await runScan(admin)).toMatchObject({ failure_count: 0 });
  });

  it('is read anew neither with its platform’s folder renamed nor in the other layout, and keeps its files', async () => {
    // Files that nobody may read any more: whoever tries says so.
    const all = ['roms/gba/Single.gba', 'roms/gba/Locked/a.bin', 'roms/gba/Pair/a.bin', 'roms/gba/Pair/b.bin', 'roms/nes/Hidden.nes'];
    for (const path of all) await lock(path);
    const files = async (): Promise<number[]> => {
      const found = await Promise.all((await games(admin)).map(({ id }) => admin.get<{ files: { id: number }[] }>(`/api/roms/${id}`)));
      return found.flatMap(({ body }) => body.files.map(({ id }) => id)).toSorted((a, b) => a - b);
    };
    const before = [await content(), await files()];
    for (const platform of ['gba', 'nes']) {
      await mkdir(library.at(platform));
      await rename(library.at(`roms/${platform}`), library.at(`${platform}/roms`));
    }
    await library.remove('roms');
    expect(await runScan(admin)).toMatchObject({ status: 'completed', failure_count: 0, stats: { scanned_roms: 5, new_roms: 0 } });
    expect([await content(), await files()]).toEqual(before);
    await chmod(library.at('gba/roms/Single.gba'), 0o644);
    const single = (await byName()).get('Single.gba')?.id;
    expect((await admin.get(`/api/roms/${single}/content/x`)).status).toBe(200);
  });
});
