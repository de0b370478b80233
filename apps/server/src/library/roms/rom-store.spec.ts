import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openLibraryDatabase, type LibraryDatabase } from '../../../../../test/support/library-database.js';
import { Facet, RomFacet } from '../facets/facet.entity.js';
import { Platform } from '../platforms/platform.entity.js';
import { LIBRARY, readVersions } from '../versions/library-versions.js';
import { RomDetails } from './rom-details.entity.js';
import { RomSearch } from './rom-search.entity.js';
import { RomStore, type RomDraft } from './rom-store.js';
import { Rom } from './rom.entity.js';

let database: LibraryDatabase;
const store = new RomStore();
let platform_id: number;

beforeAll(async () => {
  database = await openLibraryDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  const { manager } = database.source;
  await manager.createQueryBuilder().delete().from(Platform).execute();
  const now = new Date();
  const { identifiers } = await manager.insert(Platform, { slug: 'snes', fs_slug: 'snes', name: 'Super Nintendo', created_at: now, updated_at: now });
  platform_id = Number(identifiers[0]?.['id']);
});

const draft = (fs_name: string, more: Partial<RomDraft> = {}): RomDraft => {
  const base = fs_name.replace(/\.[^.]*$/, '');
  return { platform_id, fs_name, fs_name_no_ext: base, fs_name_no_tags: base.replace(/ \(.*/, ''), fs_extension: 'sfc', fs_path: 'roms/snes', name: base.replace(/ \(.*/, ''), ...more };
};

const facetsOf = async (rom_id: number): Promise<string[]> => {
  const rows = await database.source.manager.createQueryBuilder(Facet, 'f').innerJoin(RomFacet, 'rf', 'rf.facet_id = f.id').where('rf.rom_id = :rom_id', { rom_id }).getMany();
  return rows.map(({ kind, value }) => `${kind}:${value}`).sort();
};

describe('RomStore', () => {
  it('writes more games than fit one statement, each with all that follows from it', async () => {
    const { manager } = database.source;
    const drafts = Array.from({ length: 650 }, (_, index) => draft(`Game ${index} (USA).sfc`, { regions: ['USA'], tags: [`tag ${index % 3}`] }));
    const ids = await database.source.transaction((tx) => store.insert(tx, drafts));
    expect(new Set(ids).size).toBe(650);
    const last = await manager.findOneByOrFail(Rom, { id: ids[649] ?? 0 });
    expect(last).toMatchObject({ fs_name: 'Game 649 (USA).sfc', name_sort_key: 'game 000000000649', first_region: 'USA', group_key: null, is_prerelease: false, player_count: '1' });
    expect(await manager.countBy(RomDetails, {})).toBe(650);
    expect((await manager.findOneByOrFail(RomSearch, { rom_id: last.id })).text).toBe('game 649 (usa).sfc');
    expect(await facetsOf(last.id)).toEqual(['region:USA', 'tag:tag 1']);
  });

  it('derives the aggregated metadata and the values to filter by from what providers said', async () => {
    const [id = 0] = await store.insert(database.source.manager, [
      draft('Chrono Trigger (Beta).sfc', { igdb_id: 1358, igdb_metadata: { genres: ['RPG'], companies: ['Square'], first_release_date: 794880000, total_rating: '95', player_count: '2' }, hasheous_metadata: { nointro_match: true } }),
    ]);
    expect(await database.source.manager.findOneByOrFail(Rom, { id })).toMatchObject({
      group_key: 'igdb:1358', is_prerelease: true, verified: true, first_release_date: 794880000000, average_rating: 95, player_count: '2',
    });
    expect((await database.source.manager.findOneByOrFail(RomDetails, { rom_id: id })).metadata_lists).toMatchObject({ genres: ['RPG'], companies: ['Square'], franchises: [] });
    expect(await facetsOf(id)).toEqual(['company:Square', 'genre:RPG', 'player_count:2']);
  });

  it('brings everything derived along when a game changes', async () => {
    const { manager } = database.source;
    const [id = 0, other = 0] = await store.insert(manager, [draft('A.sfc', { tags: ['Hack'], regions: ['Japan'] }), draft('B.sfc', { tags: ['Hack'] })]);
    await store.update(manager, [{ id, name: 'The Ōkami 2', regions: ['Europe'], igdb_id: 7 }]);
    expect(await manager.findOneByOrFail(Rom, { id })).toMatchObject({ name: 'The Ōkami 2', name_sort_key: 'ōkami 000000000002', first_region: 'Europe', group_key: 'igdb:7' });
    expect((await manager.findOneByOrFail(RomSearch, { rom_id: id })).text).toBe('the ōkami 2\na.sfc');
    expect(await facetsOf(id)).toEqual(['region:Europe', 'tag:Hack']);
    expect(await facetsOf(other)).toEqual(['tag:Hack']);
    expect((await manager.findOneByOrFail(RomDetails, { rom_id: id })).tags).toEqual(['Hack']);
  });

  it('keeps a sort key that a person set', async () => {
    const { manager } = database.source;
    const [id = 0] = await store.insert(manager, [draft('A.sfc', { name_sort_key: 'zzz', custom_sort_key: true })]);
    await store.update(manager, [{ id, name: 'Other' }]);
    expect((await manager.findOneByOrFail(Rom, { id })).name_sort_key).toBe('zzz');
    await store.update(manager, [{ id, custom_sort_key: false }]);
    expect((await manager.findOneByOrFail(Rom, { id })).name_sort_key).toBe('other');
  });

  it('raises the version with every write, and only when it is committed', async () => {
    const version = async (): Promise<number> => (await readVersions(database.source.manager, [LIBRARY]))[0] ?? -1;
    const before = await version();
    const [id = 0] = await store.insert(database.source.manager, [draft('A.sfc')]);
    expect(await version()).toBe(before + 1);
    await store.markMissing(database.source.manager, [id], true);
    expect(await version()).toBe(before + 2);
    await expect(database.source.transaction(async (tx) => {
      await store.remove(tx, [id]);
      throw new Error('no');
    })).rejects.toThrow('no');
    expect(await version()).toBe(before + 2);
  });

  it('refuses two games of one name on a platform and leaves nothing behind', async () => {
    await expect(database.source.transaction((tx) => store.insert(tx, [draft('A.sfc'), draft('A.sfc')]))).rejects.toThrow();
    expect(await database.source.manager.countBy(Rom, {})).toBe(0);
  });

  it('takes the details, files and values of a removed game along', async () => {
    const { manager } = database.source;
    const [id = 0] = await store.insert(manager, [draft('A.sfc', { tags: ['x'] })]);
    await store.remove(manager, [id]);
    expect(await manager.countBy(RomDetails, {})).toBe(0);
    expect(await facetsOf(id)).toEqual([]);
  });
});
