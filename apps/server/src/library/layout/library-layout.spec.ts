import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '@rumpus/config';
import { RommFile } from '@rumpus/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LibraryLayout } from './library-layout.js';

let folder: string;
let layout: LibraryLayout;
const make = (...parts: string[]): Promise<unknown> => mkdir(join(folder, 'library', ...parts), { recursive: true });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layout-'));
  await mkdir(join(folder, 'library'));
  layout = new LibraryLayout({ library: { path: join(folder, 'library') } } as Config, new RommFile(join(folder, 'config.yml')));
});
afterEach(() => rm(folder, { recursive: true }));

describe('LibraryLayout', () => {
  it('is undecided while nothing tells, and then behaves like A', async () => {
    await make('snes');
    expect(await layout.structure()).toBeNull();
    expect(await layout.platformFolders()).toEqual([]);
    expect(await layout.gamesPath('snes')).toBe('roms/snes');
  });

  it('knows structure B by a platform with a games folder, and lists only such', async () => {
    await make('snes', 'roms');
    await make('gba', 'roms');
    await make('notes');
    expect(await layout.structure()).toBe('struct_b');
    expect(await layout.platformFolders()).toEqual(['gba', 'snes']);
    expect(await layout.gamesPath('gba')).toBe('gba/roms');
    expect(await layout.firmwarePath('gba')).toBe('gba/bios');
  });

  it('takes A as soon as the top-level games folder exists', async () => {
    await make('snes', 'roms');
    await make('roms', 'n64');
    expect(await layout.structure()).toBe('struct_a');
    expect(await layout.platformFolders()).toEqual(['n64']);
  });

  it('follows links to folders, leaves out files and what is excluded', async () => {
    await make('roms', 'n64');
    await make('roms', '@eaDir');
    await mkdir(join(folder, 'elsewhere'));
    await symlink(join(folder, 'elsewhere'), join(folder, 'library', 'roms', 'psx'));
    await symlink(join(folder, 'nowhere'), join(folder, 'library', 'roms', 'broken'));
    await writeFile(join(folder, 'library', 'roms', 'readme.txt'), '');
    expect(await layout.platformFolders()).toEqual(['n64', 'psx']);
  });

  it('counts files and folders of a platform, exclusions aside', async () => {
    await make('roms', 'n64', 'A folder');
    for (const name of ['a.z64', 'b.z64', '.DS_Store', 'x.tmp']) await writeFile(join(folder, 'library', 'roms', 'n64', name), '');
    expect(await layout.countEntries('n64')).toBe(3);
    expect(await layout.countEntries('none')).toBe(0);
  });

  it('makes a platform folder once', async () => {
    expect(await layout.createPlatformFolder('gba')).toBe(true);
    expect(await layout.createPlatformFolder('gba')).toBe(false);
    expect(await layout.platformFolders()).toEqual(['gba']);
  });

  it.each(['..', '.', '', 'a/b', '/etc', 'a\\b', 'a\0b', ' x', 'x'.repeat(300)])('refuses %j as a platform folder', async (name) => {
    await expect(layout.createPlatformFolder(name)).rejects.toMatchObject({ kind: 'invalid', field: 'fs_slug' });
    expect(await layout.platformFolders()).toEqual([]);
  });
});
