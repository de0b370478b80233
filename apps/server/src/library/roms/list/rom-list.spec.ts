import { User } from '@rumpus/auth';
import type { RommFile } from '@rumpus/config';
import { queryCounter } from '@rumpus/persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLibraryDatabase, type LibraryDatabase } from '../../../../../../test/support/library-database.js';
import { FilterValuesService } from '../../facets/filter-values.service.js';
import type { Viewer } from '../../shared/viewer.js';
import { insertPlatform } from '../../platforms/platform-store.js';
import { RomReader } from '../rom-reader.js';
import { RomUser } from '../rom-user.entity.js';
import type { IndexedPage } from './page-json.js';
import { RomStore, type RomDraft } from '../rom-store.js';
import { romListQuery } from '../rom-query.js';
import { RomIndexService } from './rom-index.service.js';
import { RomListService } from './rom-list.service.js';
import { SearchTexts } from './search-texts.js';

const viewer: Viewer = { userId: 1, hiddenPlatforms: [], hiddenRoms: [] };
/** The house rule: a list takes at most six queries, whatever is asked of it. */
const MAX_QUERIES = 6;

let database: LibraryDatabase;
let lists: RomListService;
let withoutMemory: RomListService;
let texts: SearchTexts;
let platform_id: number;

beforeAll(async () => {
  database = await openLibraryDatabase();
  const { source } = database;
  platform_id = await insertPlatform(source.manager, 'snes', 'snes');
  const drafts = Array.from({ length: 2_600 }, (_, index): RomDraft => ({
    platform_id, fs_name: `Game ${index}.sfc`, fs_name_no_ext: `Game ${index}`, fs_name_no_tags: `Game ${index}`, fs_extension: 'sfc', fs_path: 'roms/snes', name: `Game ${index}`,
    igdb_id: index % 3 === 0 ? index : null, moby_id: index % 5, regions: ['USA'], igdb_metadata: { genres: ['RPG'] },
  }));
  await source.transaction((manager) => new RomStore().insert(manager, drafts));
  const file = { current: () => ({ scan: { regionPriority: ['us', 'jp'] } }) } as unknown as RommFile;
  texts = new SearchTexts(source);
  const listsWith = (known: SearchTexts): RomListService => new RomListService(source, new RomIndexService(source, file, known), new FilterValuesService(source, known), new RomReader(source), known);
  lists = listsWith(texts);
  withoutMemory = listsWith({ at: () => undefined, find: () => undefined, fewHits: () => ({}) } as unknown as SearchTexts);
});
afterAll(() => database.drop());

const count = (query: Record<string, string | string[]>): Promise<{ total: number | null; queries: number | undefined }> =>
  queryCounter.run(async () => {
    const { total } = await lists.page(romListQuery.parse(query), viewer);
    return { total, queries: queryCounter.current };
  });

describe('a list', () => {
  const off = { with_char_index: 'false', with_filter_values: 'false', with_rom_id_index: 'false' };
  it.each([
    ['everything at once, nothing known', { with_files: 'true' }],
    ['a page of a platform', { ...off, platform_ids: ['1'], offset: '72' }],
    ['few hits', { ...off, search_term: '1234' }],
    ['many hits', { ...off, search_term: 'game' }],
    ['hits on a platform', { ...off, search_term: 'game', platform_ids: ['1'], with_files: 'true' }],
    ['groups', { group_by_meta_id: 'true', with_files: 'true' }],
    ['every filter', { genres: ['RPG'], regions: ['USA'], duplicate: 'true', matched: 'true', statuses: ['finished'], statuses_logic: 'none', with_files: 'true', search_term: 'game' }],
    ['what was played last', { order_by: 'last_played', last_played: 'true' }],
  ])('takes no more than six queries for %s', async (_, query) => {
    const { queries } = await count(query);
    expect(queries).toBeGreaterThan(0);
    expect(queries).toBeLessThanOrEqual(MAX_QUERIES);
  });

  it('finds the same games whichever way it goes about it', async () => {
    for (const search_term of ['game', '1234', 'game 25', 'nothing', 'game|x', '(', 'sfc 9']) {
      const known = (await lists.page(romListQuery.parse({ search_term, limit: '5', genres: ['RPG'] }), viewer)).items.map(({ id }) => id);
      const page = await lists.page(romListQuery.parse({ ...off, search_term, limit: '5' }), viewer);
      const ofPlatform = await lists.page(romListQuery.parse({ ...off, search_term, limit: '5', platform_ids: [String(platform_id)] }), viewer);
      expect(page.items.map(({ id }) => id)).toEqual(known);
      expect(ofPlatform.items.map(({ id }) => id)).toEqual(known);
      expect(ofPlatform.total).toBe(page.total);
    }
  });

  describe('with the texts in memory', () => {
    const both = async (query: Record<string, string | string[]>, who = viewer): Promise<[IndexedPage, IndexedPage]> => {
      await texts.load();
      return [await lists.page(romListQuery.parse(query), who), await withoutMemory.page(romListQuery.parse(query), who)];
    };

    it.each([
      [{ search_term: 'game 25' }],
      [{ search_term: '99 GAME|1234', order_dir: 'desc' }],
      [{ search_term: 'game', offset: '100', limit: '7' }],
      [{ search_term: 'game', platform_ids: ['1'], limit: '3' }],
      [{ search_term: 'game', platform_ids: ['999'] }],
      [{ search_term: 'nothing' }],
      [{ search_term: 'game 25', genres: ['RPG'], order_by: 'fs_size_bytes' }],
      [{ search_term: 'game 25', group_by_meta_id: 'true' }],
      [{ search_term: 'nothing', group_by_meta_id: 'true' }],
    ])('gives the page, total and letters that the database gives for %j', async (query) => {
      const [found, asked] = await both(query);
      const ids = ({ items, ...rest }: IndexedPage): object => ({ ...rest, items: items.map(({ id }) => id) });
      expect(ids(found)).toEqual(ids(asked));
    });

    it('does so in three queries, and without those that are hidden', async () => {
      await texts.load();
      expect((await count({ ...off, search_term: 'game 77' })).queries).toBe(3);
      const [hidden = 0, other = 0] = (await lists.page(romListQuery.parse({ search_term: 'game 251', limit: '3' }), viewer)).rom_id_index;
      const now = new Date();
      const user = await database.source.manager.save(User, { username: 'somebody', role: 'user', extraScopes: [], createdAt: now, updatedAt: now });
      await database.source.manager.insert(RomUser, { rom_id: hidden, user_id: user.id, hidden: true, created_at: now, updated_at: now });
      for (const page of await both({ search_term: 'game 251' }, { userId: user.id, hiddenPlatforms: [], hiddenRoms: [other] })) {
        expect(page.rom_id_index).not.toContain(hidden);
        expect(page.rom_id_index).not.toContain(other);
        expect(page.rom_id_index.length).toBeGreaterThan(5);
      }
      expect((await both({ search_term: 'game 251' }, { ...viewer, hiddenPlatforms: [platform_id] }))[0].total).toBe(0);
    });

    it('is right at once after a write, whoever made it', async () => {
      const total = async (search_term: string): Promise<number | null> => (await lists.page(romListQuery.parse({ ...off, search_term }), viewer)).total;
      const other = new RomStore();
      await texts.load();
      expect(await total('renamed')).toBe(0);
      const [id = 0] = (await lists.page(romListQuery.parse({ search_term: 'game 1000' }), viewer)).rom_id_index;
      await database.source.transaction((manager) => other.update(manager, [{ id, name: 'Renamed' }]));
      expect(await total('renamed')).toBe(1);
      await texts.load();
      expect(await total('renamed|nothing')).toBe(1);
      await database.source.transaction((manager) => other.remove(manager, [id]));
      expect(await total('renamed')).toBe(0);
      await texts.load();
      expect(await total('renamed|nothing ')).toBe(0);
    });
  });
});
