import { describe, expect, it } from 'vitest';
import { judgeVanished } from './brake.js';
import { categoryOf } from './category.js';
import { addsNewEntries, decide, type ProviderIds } from './decide.js';
import { fileColumns, inFolder, isUnchanged, planFileRows, type FileColumns, type StoredFile } from './file-rows.js';
import { contentFields, newRom } from './rom-fields.js';

describe('categories', () => {
  it.each([
    ['roms/psx/Game/DLC', 'dlc'],
    ['roms/psx/Game/updates/v1', 'update'],
    ['roms/psx/Game/patches', 'patch'],
    ['roms/psx/Game/x/soundtrack', 'soundtrack'],
    ['roms/psx/Game/mods/dlc', 'dlc'],
    ['roms/psx/Game', null],
    ['roms/psx', null],
  ])('%s is %s', (folder, category) => expect(categoryOf(folder, 'roms/psx/Game')).toBe(category));
  it('do not look at the platform’s or the game’s own folder', () => {
    expect(categoryOf('games/demo/Demo', 'games/demo/Demo')).toBeNull();
    expect(categoryOf('games/demo/Demo/a', 'games/demo/Demo')).toBeNull();
  });
});

const file = (name: string, changes: Partial<StoredFile> = {}): StoredFile => ({
  ...fileColumns({ name, path: 'roms/gba/G', size: 3, mtimeNs: '1700000000123456789', inode: '7' }, 'roms/gba/G', {
    crc: 'aaaaaaaa',
    md5: name,
    sha1: name,
    chdSha1: '',
    members: null,
    note: null,
  }),
  id: name.charCodeAt(0),
  rom_id: 1,
  ...changes,
});

describe('file rows', () => {
  it('keep milliseconds of the time', () => expect(file('a').last_modified).toEqual(new Date(1_700_000_000_123)));
  it.each([
    ['9999999999999000000000', '9999-12-31T23:59:59.999Z'],
    ['-9999999999999000000000', '0001-01-01T00:00:00.000Z'],
  ])('hold a time that can be stored, whatever the file says: %s', (mtimeNs, time) => {
    expect(fileColumns({ name: 'a', path: 'x', size: 1, mtimeNs, inode: '1' }, 'x').last_modified.toISOString()).toBe(time);
  });
  it('are left alone when nothing changed', () => expect(planFileRows([file('a')], [file('a')])).toEqual({ insert: [], update: [], remove: [] }));
  it('that were never hashed do not change by an empty hash', () => {
    const stored = file('a', { crc_hash: null, md5_hash: null, sha1_hash: null, chd_sha1_hash: null });
    expect(planFileRows([stored], [{ ...file('a'), crc_hash: '', md5_hash: '', sha1_hash: '' }]).update).toEqual([]);
  });
  it('change only in what changed', () => {
    expect(planFileRows([file('a')], [{ ...file('a'), file_size_bytes: 4 }]).update).toEqual([{ id: 97, changes: { file_size_bytes: 4 } }]);
  });
  it('follow a renamed file by its content', () => {
    const { id: _, ...moved } = file('b', { md5_hash: 'a', sha1_hash: 'a' });
    expect(planFileRows([file('a')], [moved])).toMatchObject({ insert: [], update: [{ id: 97, changes: { file_name: 'b' } }], remove: [] });
  });
  it('do not guess when two rows have the same content', () => {
    const twins = [file('a', { md5_hash: 'x', sha1_hash: 'x' }), file('c', { md5_hash: 'x', sha1_hash: 'x' })];
    const plan = planFileRows(twins, [file('b', { md5_hash: 'x', sha1_hash: 'x' })]);
    expect(plan.insert).toHaveLength(1);
    expect(plan.remove).toEqual([97, 99]);
  });
  it('of an entry that could not be read whole are kept', () => expect(planFileRows([file('a'), file('b')], [file('a')], true).remove).toEqual([]));
  it('keep their ids when the folder of their platform moves, whatever their content', () => {
    const moved = { from: 'roms/gba', to: 'gba/roms' };
    const there = (name: string): FileColumns => ({ ...file(name, { crc_hash: '', md5_hash: '', sha1_hash: '' }), file_path: 'gba/roms/G' });
    const { id: _a, rom_id: _b, ...a } = { ...file('a'), ...there('a') };
    const plan = planFileRows([file('a', { crc_hash: '', md5_hash: '', sha1_hash: '' })], [a], false, moved);
    expect(plan).toEqual({ insert: [], update: [{ id: 97, changes: { file_path: 'gba/roms/G' } }], remove: [] });
    expect(inFolder({ file_path: 'roms/gba2/G' }, moved).file_path).toBe('roms/gba2/G');
  });
  it('are unchanged by size and time, whatever their inode, unless their file was not read in peace', () => {
    const found = { name: 'a', path: 'roms/gba/G', size: 3, mtimeNs: '1700000000123456789', inode: '7' };
    expect(isUnchanged(file('a'), found)).toBe(true);
    expect(isUnchanged(file('a'), { ...found, inode: '8' })).toBe(true);
    for (const change of [{ size: 4 }, { mtimeNs: '1700000000123456788' }]) expect(isUnchanged(file('a'), { ...found, ...change })).toBe(false);
    expect(isUnchanged(file('a', { scan_error: 'changed: x' }), found)).toBe(false);
    expect(isUnchanged(file('a', { scan_error: 'encrypted: x' }), found)).toBe(true);
  });
});

describe('an entry', () => {
  const entry = { name: 'The Game (USA) (Rev 1)', folder: true, files: [], incomplete: false };
  it('sums up its files', () => {
    const files = [file('a', { file_path: 'roms/gba/G' }), file('b', { file_path: 'roms/gba/G/soundtrack', category: 'soundtrack' })];
    expect(contentFields({ name: 'G', folder: true }, 'roms/gba', files, { crc: '1', md5: '2', sha1: '3' })).toEqual({
      fs_size_bytes: 6, crc_hash: '1', md5_hash: '2', sha1_hash: '3', multi_file: true, top_level_file_count: 1, has_soundtrack: true,
    });
    expect(contentFields({ name: 'G', folder: true }, 'roms/gba', [], { crc: '', md5: '', sha1: '' })).toMatchObject({ multi_file: false, top_level_file_count: 0 });
  });
  it('is named by its file name without tags', () => {
    expect(newRom(3, entry, 'roms/gba', [], { crc: '', md5: '', sha1: '' })).toMatchObject({
      platform_id: 3, name: 'The Game', fs_name: 'The Game (USA) (Rev 1)', fs_extension: '', fs_path: 'roms/gba', regions: ['USA'], revision: '1',
    });
  });
});

describe('what a scan does with known entries', () => {
  const nothing: ProviderIds = {
    igdb_id: null, moby_id: null, ss_id: null, ra_id: null, launchbox_id: null, hasheous_id: null, flashpoint_id: null, hltb_id: null, gamelist_id: null,
    libretro_id: null, sgdb_id: null, tgdb_id: null,
  };
  const known = { ...nothing, igdb_id: 7 };
  const ask = (type: 'quick' | 'update' | 'unmatched' | 'complete' | 'hashes' | 'new_platforms', apis: string[] = [], roms_ids: number[] = []) => ({ type, apis, roms_ids });

  it.each([
    ['quick', [], nothing, false, false],
    ['quick', [], nothing, true, true],
    ['complete', [], nothing, false, true],
    ['hashes', [], nothing, false, true],
    ['update', ['igdb'], known, false, true],
    ['update', ['moby'], known, false, false],
    ['update', ['igdb'], nothing, false, false],
    ['update', ['sgdb'], { ...nothing, sgdb_id: 1 }, false, false],
    ['unmatched', ['igdb'], known, false, false],
    ['unmatched', ['igdb', 'moby'], known, false, true],
    ['unmatched', ['playmatch'], nothing, false, false],
    ['unmatched', [], nothing, true, false],
  ] as const)('%s with %j', (type, apis, rom, changed, process) => {
    expect(decide(ask(type, [...apis]), rom, changed).process).toBe(process);
  });
  it('is everything for the games it was asked for', () => expect(decide(ask('update', [], [4]), nothing, false)).toEqual({ process: true, tags: true, files: true, rehash: false }));
  it('adds new ones by type', () => {
    expect(['new_platforms', 'quick', 'update', 'unmatched', 'complete', 'hashes'].filter((type) => addsNewEntries(type as 'quick'))).toEqual(['new_platforms', 'quick', 'complete', 'hashes']);
  });
});

describe('the brake', () => {
  const ids = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
  it.each([
    [0, 100, 'nothing'],
    [20, 100, 'mark'],
    [21, 100, 'ask'],
    [100, 100, 'ask'],
    [1, 1, 'ask'],
  ])('%i of %i vanished: %s', (vanished, present, verdict) => expect(judgeVanished(ids(vanished), present, 0.2)).toBe(verdict));
  it('does not ask again about what was said no to', () => {
    expect(judgeVanished(ids(50), 100, 0.2, ids(60))).toBe('asked-before');
    expect(judgeVanished(ids(61), 100, 0.2, ids(60))).toBe('ask');
  });
  it('is off at a share of one', () => expect(judgeVanished(ids(5), 5, 1)).toBe('mark'));
});
