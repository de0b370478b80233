import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fsPath, nameFromBytes } from '@rumpus/storage';
import { NO_EXCLUSIONS } from '../exclusions/exclusions.js';
import { countEntries, describeEntries, listEntries, type FoundEntry, type WalkContext, type WalkProblem } from './walker.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'walk-'));
  mkdirSync(join(root, 'library/roms/gba'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const GBA = 'roms/gba';
const put = (path: string, content = path): void => {
  mkdirSync(join(root, 'library/roms/gba', path, '..'), { recursive: true });
  writeFileSync(join(root, 'library/roms/gba', path), content);
};
const context = (changes: Partial<WalkContext> = {}): WalkContext => ({ root: join(root, 'library'), exclusions: NO_EXCLUSIONS, linksAnywhere: false, ...changes });
const walk = (changes?: Partial<WalkContext>): { entries: FoundEntry[]; problems: WalkProblem[] } => {
  const listing = listEntries(context(changes), GBA);
  const found = describeEntries(context(changes), GBA, listing.entries);
  return { entries: found.entries, problems: [...listing.problems, ...found.problems] };
};
const files = (entry?: FoundEntry): string[] => entry?.files.map((file) => `${file.path}/${file.name}`) ?? [];

/** Permissions mean nothing to root, so root becomes somebody else for the moment. */
function asStranger<T>(look: () => T): T {
  if (process.geteuid?.() !== 0) return look();
  chmodSync(root, 0o755);
  process.seteuid?.(65_534);
  try {
    return look();
  } finally {
    process.seteuid?.(0);
  }
}

describe('a walk', () => {
  it('finds files and folders of a games folder, sorted, nothing deeper', () => {
    for (const path of ['b.gba', 'B.gba', 'Zelda/disc/1.bin', 'Zelda/0.cue', 'Zelda/dlc/2.bin', 'a/x']) put(path);
    mkdirSync(join(root, 'library/roms/gba/empty'));
    const { entries, problems } = walk();
    expect(entries.map((entry) => entry.name)).toEqual(['B.gba', 'Zelda', 'a', 'b.gba', 'empty']);
    expect(files(entries[1])).toEqual(['roms/gba/Zelda/0.cue', 'roms/gba/Zelda/disc/1.bin', 'roms/gba/Zelda/dlc/2.bin']);
    expect(entries[3]?.files[0]).toMatchObject({ name: 'b.gba', path: GBA, size: 5 });
    expect(entries[4]).toMatchObject({ folder: true, files: [], incomplete: false });
    expect(problems).toEqual([]);
  });

  it('begins no further entry when a batch has files enough, and says how far it got', () => {
    for (const name of ['A', 'B', 'C']) for (let i = 0; i < 30; i++) put(`${name}/${i}.bin`);
    const { entries } = listEntries(context(), GBA);
    const first = describeEntries(context(), GBA, entries, { maxFiles: 40 });
    expect([first.taken, first.entries.map((entry) => entry.files.length)]).toEqual([2, [30, 30]]);
    // An entry that is larger than a batch is one all the same.
    expect(describeEntries(context(), GBA, entries, { maxFiles: 1 })).toMatchObject({ taken: 1, entries: [{ name: 'A' }] });
    expect(countEntries(context(), GBA)).toBe(3);
  });

  it('says with every entry and every file that it gets on', () => {
    for (let i = 0; i < 5; i++) put(`Game/${i}.bin`);
    put('x.gba');
    let moves = 0;
    const moved = (): void => void moves++;
    const { entries } = listEntries(context(), GBA, moved);
    expect(moves).toBe(2);
    expect(countEntries(context(), GBA, moved)).toBe(2);
    expect(moves).toBe(4);
    describeEntries(context(), GBA, entries, { moved });
    expect(moves).toBeGreaterThanOrEqual(10);
  });

  it('leaves out what is excluded', () => {
    for (const path of ['a.gba', 'Thumbs.db', 'gamelist.xml', '@eaDir/x', 'Game/keep.bin', 'Game/x.tmp', 'Game/assets/pic.png', 'Game/.DS_Store']) put(path);
    const { entries } = walk();
    expect(entries.map((entry) => entry.name)).toEqual(['Game', 'a.gba']);
    expect(files(entries[0])).toEqual(['roms/gba/Game/assets/pic.png', 'roms/gba/Game/keep.bin'].toSorted((x, y) => x.split('/').length - y.split('/').length));
  });

  it('keeps names that are no UTF-8, and can read them', () => {
    const name = nameFromBytes(Buffer.from([0x50, 0xe9, 0x2e, 0x67]));
    writeFileSync(fsPath(join(root, 'library/roms/gba', name)), 'x');
    mkdirSync(fsPath(join(root, 'library/roms/gba', `${name}dir`)));
    writeFileSync(fsPath(join(root, 'library/roms/gba', `${name}dir`, name)), 'yy');
    expect(walk()).toMatchObject({ entries: [{ name, files: [{ size: 1 }] }, { name: `${name}dir`, files: [{ name, size: 2 }] }], problems: [] });
  });

  it('takes the longest names there are', () => {
    const name = `${'é'.repeat(125)}.gba`;
    put(name);
    expect(walk().entries).toMatchObject([{ name }]);
  });

  it('reports a path too long to store and goes on', () => {
    const deep = Array.from({ length: 6 }, () => 'd'.repeat(200)).join('/');
    put(`Game/${deep}/x.bin`);
    put('Game/y.bin');
    const { entries, problems } = walk();
    expect(files(entries[0])).toEqual(['roms/gba/Game/y.bin']);
    expect(problems).toMatchObject([{ problem: 'too-long' }]);
  });

  it('follows links inside of the library but not in circles', () => {
    put('Game/x.bin');
    symlinkSync('Game', join(root, 'library/roms/gba/Alias'));
    symlinkSync('..', join(root, 'library/roms/gba/Game/up'));
    symlinkSync('self', join(root, 'library/roms/gba/self'));
    symlinkSync('nowhere', join(root, 'library/roms/gba/broken.gba'));
    const { entries, problems } = walk();
    expect(entries.map((entry) => [entry.name, files(entry)])).toEqual([
      ['Alias', ['roms/gba/Alias/x.bin']],
      ['Game', ['roms/gba/Game/x.bin']],
    ]);
    expect(problems.map(({ path, problem }) => `${path} ${problem}`).toSorted()).toEqual([
      'roms/gba/Alias/up link-loop',
      'roms/gba/Game/up link-loop',
      'roms/gba/broken.gba broken-link',
      'roms/gba/self link-loop',
    ]);
  });

  it('refuses links out of the library unless told, and says how', () => {
    writeFileSync(join(root, 'secret'), 's');
    mkdirSync(join(root, 'elsewhere'));
    writeFileSync(join(root, 'elsewhere/y.bin'), 'y');
    put('Game/x.bin');
    symlinkSync(join(root, 'secret'), join(root, 'library/roms/gba/secret.gba'));
    symlinkSync(join(root, 'elsewhere'), join(root, 'library/roms/gba/Game/more'));
    const { entries, problems } = walk();
    expect(entries.flatMap(files)).toEqual(['roms/gba/Game/x.bin']);
    expect(problems.map(({ problem }) => problem)).toEqual(['link-outside', 'link-outside']);
    expect(problems[0]?.message).toContain('LIBRARY_LINKS_ANYWHERE');
    expect(walk({ linksAnywhere: true }).entries.flatMap(files)).toEqual(['roms/gba/Game/x.bin', 'roms/gba/Game/more/y.bin', 'roms/gba/secret.gba']);
  });

  it('takes a platform folder that is a link for mounted storage', () => {
    mkdirSync(join(root, 'storage'));
    writeFileSync(join(root, 'storage/x.gba'), 'x');
    symlinkSync('x.gba', join(root, 'storage/y.gba'));
    execFileSync('rm', ['-r', join(root, 'library/roms/gba')]);
    symlinkSync(join(root, 'storage'), join(root, 'library/roms/gba'));
    expect(walk()).toMatchObject({ entries: [{ name: 'x.gba' }, { name: 'y.gba' }], problems: [] });
  });

  it('reports pipes and sockets and never opens them', () => {
    execFileSync('mkfifo', [join(root, 'library/roms/gba/pipe.gba')]);
    expect(walk()).toMatchObject({ entries: [], problems: [{ path: 'roms/gba/pipe.gba', problem: 'special-file' }] });
  });

  it('reports a folder it may not read and keeps the rest', () => {
    put('Game/x.bin');
    put('Game/locked/y.bin');
    chmodSync(join(root, 'library/roms/gba/Game/locked'), 0);
    const found = asStranger(() => walk());
    expect(found).toMatchObject({ entries: [{ incomplete: true, files: [{ name: 'x.bin' }] }], problems: [{ problem: 'unreadable' }] });
  });

  it('says that an entry vanished between two looks', () => {
    expect(describeEntries(context(), GBA, [{ name: 'x.gba', folder: false }])).toMatchObject({ entries: [], problems: [{ problem: 'gone' }] });
    expect(describeEntries(context(), GBA, [{ name: 'Dir', folder: true }])).toMatchObject({ entries: [], problems: [{ path: `${GBA}/Dir`, problem: 'gone' }] });
    put('Now a file', 'x');
    expect(describeEntries(context(), GBA, [{ name: 'Now a file', folder: true }])).toMatchObject({ entries: [], problems: [{ problem: 'gone' }] });
  });

  it('fails when the games folder itself can’t be read', () => {
    expect(() => listEntries(context(), 'roms/nes')).toThrow(/ENOENT/u);
  });
});
