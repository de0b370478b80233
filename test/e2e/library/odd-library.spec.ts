import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fsPath, nameFromBytes } from '@rumpus/storage';
import { startApp, type TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { failures, games, LibraryFolder, runScan } from './support/scans.js';

/** A library as people have them after twenty years: whatever is wrong with it is said, and the rest is there. */
describe.sequential('an odd library', () => {
  let app: TestApp;
  let admin: ApiClient;
  let library: LibraryFolder;

  beforeAll(async () => {
    library = await LibraryFolder.make();
    app = await startApp({ library: library.path });
    admin = await app.claim();
  });
  afterAll(async () => {
    await app.stop();
    await library.remove();
  });

  it('may have several folders for one platform: each is a platform of its own', async () => {
    await library.put('roms/genesis/One (USA).md');
    await library.put('roms/megadrive/Two (Europe).md');
    await library.put('roms/Genesis/Three (Japan).md');
    const scan = await runScan(admin);
    expect(scan).toMatchObject({ status: 'completed', stats: { scanned_platforms: 3, new_roms: 3 } });
    // Perhaps that is not what its owner wants.
    expect((await failures(admin, scan)).map(({ path, problem }) => `${path} ${problem}`).toSorted()).toEqual(['Genesis same-platform', 'megadrive same-platform']);
    const platforms = (await admin.get<{ slug: string; fs_slug: string; rom_count: number }[]>('/api/platforms')).body;
    expect(platforms.map(({ fs_slug, slug, rom_count }) => `${fs_slug} ${slug} ${rom_count}`).toSorted()).toEqual(['Genesis Genesis 1', 'genesis genesis 1', 'megadrive genesis 1']);
    const supported = (await admin.get<{ slug: string; fs_slug: string; id: number }[]>('/api/platforms/supported')).body.filter(({ slug }) => slug === 'genesis');
    expect(supported.map(({ fs_slug }) => fs_slug)).toEqual(['genesis']);
  });

  it('may have names of any bytes and any length, links that lead nowhere or away, and none of them hides the others', async () => {
    const name = nameFromBytes(Buffer.from([0x50, 0xe9, 0x20, 0x28, 0x55, 0x53, 0x41, 0x29, 0x2e, 0x67, 0x62]));
    const long = `${'L'.repeat(240)} (USA).gb`;
    await library.put(`roms/gb/${long}`);
    await writeFile(fsPath(library.at(`roms/gb/${name}`)), 'bytes');
    await symlink('/etc/passwd', library.at('roms/gb/away.gb'));
    await symlink('nowhere', library.at('roms/gb/broken.gb'));
    await symlink('loop.gb', library.at('roms/gb/loop.gb'));
    const scan = await runScan(admin);
    expect(scan).toMatchObject({ status: 'completed', stats: { new_roms: 2 } });
    const told = (await failures(admin, scan)).filter(({ problem }) => problem !== 'same-platform');
    expect(told.map(({ path, problem }) => `${path} ${problem}`).toSorted()).toEqual(['roms/gb/away.gb link-outside', 'roms/gb/broken.gb broken-link', 'roms/gb/loop.gb link-loop']);
    const found = (await games(admin)).filter(({ platform_fs_slug }) => platform_fs_slug === 'gb');
    expect(found.map(({ fs_name }) => fs_name).toSorted()).toEqual([long, name].toSorted());
    const odd = found.find(({ fs_name }) => fs_name === name);
    expect(await admin.get(`/api/roms/${odd?.id}/content/x`)).toMatchObject({ status: 200, text: 'bytes' });
  });

  it('may have a config.yml that nobody can read: it says so and goes on with the defaults', async () => {
    await mkdir(join(app.dataDir, 'config'), { recursive: true });
    await writeFile(join(app.dataDir, 'config/config.yml'), 'exclude:\n  platforms: [gb\n: : :');
    await library.put('roms/gb/After (USA).gb');
    expect(await runScan(admin)).toMatchObject({ status: 'completed', stats: { new_roms: 1 } });
    const { body } = await admin.get<{ CONFIG_FILE_PARSE_ERROR: string | null }>('/api/config');
    expect(body.CONFIG_FILE_PARSE_ERROR).toBeTruthy();
  });
});
