import { lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeLowerCaseTree } from './link-tree.js';
import { slugOf } from './mod-views.js';

let root: string;
let source: string;
let target: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'link-tree-'));
  source = join(root, '123');
  target = join(root, 'views', '@mod');
  await mkdir(join(source, 'Addons', 'Deep'), { recursive: true });
  await writeFile(join(source, 'Addons', 'Main.PBO'), 'main');
  await writeFile(join(source, 'Addons', 'Deep', 'x.pbo'), 'x');
  await writeFile(join(source, 'mod.cpp'), 'name = "x";');
  await mkdir(join(root, 'views'));
});
afterEach(() => rm(root, { recursive: true }));

describe('a lower-case tree', () => {
  it('shows all files under lower-case names, and leaves the originals as they are', async () => {
    expect(await makeLowerCaseTree(source, target)).toEqual([]);
    expect(await readFile(join(target, 'addons', 'main.pbo'), 'utf8')).toBe('main');
    expect(await readFile(join(target, 'addons', 'deep', 'x.pbo'), 'utf8')).toBe('x');
    expect((await lstat(join(target, 'addons', 'main.pbo'))).isSymbolicLink()).toBe(true);
    expect(await readdir(join(source, 'Addons'))).toEqual(['Deep', 'Main.PBO']);
  });

  it('is made anew when names change, and only then', async () => {
    await makeLowerCaseTree(source, target);
    const { ino } = await lstat(target);
    await writeFile(join(source, 'Addons', 'Main.PBO'), 'changed');
    await makeLowerCaseTree(source, target);
    expect((await lstat(target)).ino).toBe(ino);
    expect(await readFile(join(target, 'addons', 'main.pbo'), 'utf8')).toBe('changed');
    await rename(join(source, 'Addons', 'Main.PBO'), join(source, 'Addons', 'Other.pbo'));
    await makeLowerCaseTree(source, target);
    expect((await lstat(target)).ino).not.toBe(ino);
    expect(await readdir(join(target, 'addons'))).toEqual(['deep', 'other.pbo']);
    expect(await readdir(join(root, 'views'))).toEqual(['@mod']);
  });

  it('makes one folder of two that differ in case, and tells of files that do', async () => {
    await mkdir(join(source, 'addons'));
    await writeFile(join(source, 'addons', 'second.pbo'), '2');
    await writeFile(join(source, 'addons', 'main.pbo'), 'hidden');
    const clashes = await makeLowerCaseTree(source, target);
    expect(clashes).toEqual([{ path: join('Addons', 'Main.PBO'), hides: join('addons', 'main.pbo') }]);
    expect(await readdir(join(target, 'addons'))).toEqual(['deep', 'main.pbo', 'second.pbo']);
    expect(await readFile(join(target, 'addons', 'main.pbo'), 'utf8')).toBe('main');
  });

  it('does not follow links out of the mod', async () => {
    await symlink('/etc', join(source, 'Outside'));
    await symlink('/etc/passwd', join(source, 'passwd'));
    await makeLowerCaseTree(source, target);
    expect((await readdir(target)).filter((name) => !name.startsWith('.'))).toEqual(['addons', 'mod.cpp']);
  });
});

describe('the name of a view', () => {
  it.each([
    ['CBA_A3', 'cba_a3'],
    ['ACE 3; rm -rf /', 'ace_3_rm_-rf'],
    ['../../etc', 'etc'],
    ['Ünïcode', 'n_code'],
    ['***', 'mod'],
  ])('%s is %s', (name, slug) => expect(slugOf(name)).toBe(slug));
});
