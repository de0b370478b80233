import type { RommFile } from '@rumpus/config';
import { queryCounter } from '@rumpus/persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLibraryDatabase, type LibraryDatabase } from '../../../../../../test/support/library-database.js';
import { FilterValuesService } from '../../facets/filter-values.service.js';
import { insertPlatform } from '../../platforms/platform-store.js';
import { RomReader } from '../rom-reader.js';
import { RomStore, type RomDraft } from '../rom-store.js';
import { romListQuery } from '../rom-query.js';
import { RomIndexService } from './rom-index.service.js';
import { RomListService } from './rom-list.service.js';

const viewer = { userId: 1, hiddenPlatforms: [], hiddenRoms: [] };
/** The house rule: a list takes at most six queries, whatever is asked of it. */
const MAX_QUERIES = 6;

let database: LibraryDatabase;
let lists: RomListService;
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
  lists = new RomListService(source, new RomIndexService(source, file), new FilterValuesService(source), new RomReader(source));
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
});
