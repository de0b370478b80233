import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DuePlatforms, platformOfPath } from './due-platforms.js';
import { FolderTree } from './folder-tree.js';

describe('the platform of a path', () => {
  it.each([
    ['roms/gba/x.gba', 'struct_a', 'gba'],
    ['bios/gba/y.bin', 'struct_a', 'gba'],
    ['roms/gba', 'struct_a', 'gba'],
    ['roms', 'struct_a', undefined],
    ['gba/roms/x.gba', 'struct_b', 'gba'],
    ['gba', 'struct_b', 'gba'],
    ['roms/gba', null, 'gba'],
  ] as const)('%s in %s is %s', (path, structure, platform) => expect(platformOfPath(path, structure)).toBe(platform));
});

describe('platforms that change', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are due once they are quiet, each for itself', () => {
    const due: string[] = [];
    const platforms = new DuePlatforms(1000, (folder) => due.push(folder));
    platforms.touch('gba');
    vi.advanceTimersByTime(900);
    platforms.touch('gba');
    platforms.touch('nes');
    vi.advanceTimersByTime(900);
    expect(due).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(due.toSorted()).toEqual(['gba', 'nes']);
    vi.advanceTimersByTime(5000);
    expect(due).toHaveLength(2);
  });
});

describe('a folder tree', () => {
  let folder: string;
  let tree: FolderTree;
  const changed = vi.fn<(path: string) => void>();
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tree-'));
    await mkdir(join(folder, 'roms/gba'), { recursive: true });
    changed.mockClear();
    tree = new FolderTree({ changed, failed: (_, error) => expect.fail(error.message) });
    await tree.add(folder);
  });
  afterEach(async () => {
    tree.close();
    await rm(folder, { recursive: true, force: true });
  });
  const seen = (path: string): Promise<void> => vi.waitFor(() => expect(changed.mock.calls.map(([at]) => at)).toContain(join(folder, path)));

  it('sees files come, change and go', async () => {
    await writeFile(join(folder, 'roms/gba/x.gba'), 'x');
    await seen('roms/gba/x.gba');
    changed.mockClear();
    await writeFile(join(folder, 'roms/gba/x.gba'), 'yy');
    await seen('roms/gba/x.gba');
    changed.mockClear();
    await rm(join(folder, 'roms/gba/x.gba'));
    await seen('roms/gba/x.gba');
  });

  it('follows links where it is told to, those that come later too, but not in circles', async () => {
    const storage = await mkdtemp(join(tmpdir(), 'storage-'));
    await mkdir(join(storage, 'Game'));
    await symlink(storage, join(folder, 'roms/psx'));
    await symlink('..', join(folder, 'roms/up'));
    const linked = new FolderTree({ changed, failed: (_, error) => expect.fail(error.message) }, (path) => path.startsWith(join(folder, 'roms/')));
    try {
      await linked.add(folder);
      expect(linked.size).toBe(5);
      await writeFile(join(storage, 'Game/x.bin'), 'x');
      await seen('roms/psx/Game/x.bin');
      await symlink(storage, join(folder, 'roms/saturn'));
      await vi.waitFor(() => expect(linked.size).toBe(7));
    } finally {
      linked.close();
      await rm(storage, { recursive: true });
    }
  });

  it('follows new folders and lets go of old ones', async () => {
    await mkdir(join(folder, 'roms/nes/Game'), { recursive: true });
    await vi.waitFor(() => expect(tree.size).toBe(5));
    await writeFile(join(folder, 'roms/nes/Game/x.nes'), 'x');
    await seen('roms/nes/Game/x.nes');
    await rm(join(folder, 'roms/nes'), { recursive: true });
    await vi.waitFor(() => expect(tree.size).toBe(3));
  });
});
