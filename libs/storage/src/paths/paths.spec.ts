import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesFromName, isRawName, nameFromBytes } from './raw-names.js';
import { SafeRoot } from './safe-root.js';
import { writeAtomic } from './write-atomic.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storage-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('raw names', () => {
  it.each([
    ['plain', Buffer.from('Ōkami (日本) 🎮.iso')],
    ['Latin-1', Buffer.from([0x50, 0x6f, 0x6b, 0xe9, 0x6d, 0x6f, 0x6e])],
    ['cut sequence', Buffer.from([0x61, 0xe3, 0x81])],
    ['surrogate in UTF-8', Buffer.from([0xed, 0xa0, 0x80, 0x41])],
    ['overlong', Buffer.from([0xc0, 0xaf])],
    ['our own escape block, valid', Buffer.from('a\uef41b\uef99')],
    ['byte-order mark', Buffer.from([0xef, 0xbb, 0xbf, 0x61])],
    ['all bytes', Buffer.from(Array.from({ length: 255 }, (_, i) => i + 1))],
  ])('survive the round trip: %s', (_, bytes) => expect(bytesFromName(nameFromBytes(bytes))).toEqual(bytes));

  it('leave valid names alone and mark the others', () => {
    expect(nameFromBytes(Buffer.from('Pokémon'))).toBe('Pokémon');
    expect(isRawName('Pokémon')).toBe(false);
    expect(isRawName(nameFromBytes(Buffer.from([0x50, 0xe9])))).toBe(true);
    expect(nameFromBytes(Buffer.from([0x50, 0xe9]))).toBe('P\uefe9');
  });
});

describe('a safe root', () => {
  it.each(['../x', 'a/../../x', '/etc/passwd', 'a\0b', '..', 'a\\..\\b', 'C:\\x'])('refuses %j', async (path) => {
    await expect(new SafeRoot(folder).resolve(path)).rejects.toMatchObject({ kind: 'invalid', field: 'path' });
  });

  it('resolves what is inside, there or not', async () => {
    const root = new SafeRoot(folder);
    expect(await root.resolve('a/b..c/d')).toBe(join(folder, 'a/b..c/d'));
    expect(await root.resolve('')).toBe(folder);
    await expect(root.existing('a')).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('refuses links that lead out, unless links are allowed', async () => {
    await mkdir(join(folder, 'root'));
    await writeFile(join(folder, 'secret'), 'x');
    await symlink(join(folder, 'secret'), join(folder, 'root/out'));
    await symlink(folder, join(folder, 'root/up'));
    await symlink('nowhere', join(folder, 'root/broken'));
    await symlink('loop', join(folder, 'root/loop'));
    const root = new SafeRoot(join(folder, 'root'));
    for (const path of ['out', 'up/secret', 'up/new', 'broken', 'loop/x']) await expect(root.resolve(path)).rejects.toMatchObject({ kind: 'invalid' });
    const open = new SafeRoot(join(folder, 'root'), { allowLinks: true });
    expect(await open.resolve('up/secret')).toBe(join(folder, 'root/up/secret'));
    await expect(open.resolve('up/../../x')).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('may itself be a link', async () => {
    await mkdir(join(folder, 'real'));
    await symlink('real', join(folder, 'root'));
    expect(await new SafeRoot(join(folder, 'root')).resolve('x')).toBe(join(folder, 'root/x'));
  });
});

describe('an atomic write', () => {
  it('replaces the file and leaves nothing behind', async () => {
    const path = join(folder, 'a.txt');
    await writeAtomic(path, 'one', { mode: 0o600 });
    await writeAtomic(path, Readable.from(['t', 'wo']), { mode: 0o600 });
    expect(await readFile(path, 'utf8')).toBe('two');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['a.txt']);
  });

  it('keeps the old content when the source fails', async () => {
    const path = join(folder, 'a.txt');
    await writeAtomic(path, 'old');
    const broken = new Readable({
      read() {
        this.push('half');
        this.destroy(new Error('cut'));
      },
    });
    await expect(writeAtomic(path, broken)).rejects.toThrow('cut');
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['a.txt']);
  });

  it('keeps the old content when it is called off', async () => {
    const path = join(folder, 'a.txt');
    await writeAtomic(path, 'old');
    await expect(writeAtomic(path, 'new', { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['a.txt']);
  });

  it.runIf(process.platform === 'linux' && process.getuid?.() === 0)('keeps the old content when the disk is full', async () => {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      return; // No right to mount here.
    }
    try {
      const path = join(folder, 'a.txt');
      await writeAtomic(path, 'old');
      await expect(writeAtomic(path, Buffer.alloc(1 << 20))).rejects.toMatchObject({ code: 'ENOSPC' });
      expect(await readFile(path, 'utf8')).toBe('old');
      expect(await readdir(folder)).toEqual(['a.txt']);
    } finally {
      execFileSync('umount', [folder]);
    }
  });
});
