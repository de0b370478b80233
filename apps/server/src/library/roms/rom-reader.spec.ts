import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLibraryDatabase, type LibraryDatabase } from '../../../../../test/support/library-database.js';
import { insertPlatform } from '../platforms/platform-store.js';
import { SIBLING_IDS } from './list/conditions.js';
import { RomReader } from './rom-reader.js';
import { RomStore, type RomDraft } from './rom-store.js';

let database: LibraryDatabase;
beforeAll(async () => {
  database = await openLibraryDatabase();
});
afterAll(() => database.drop());

describe('RomReader', () => {
  it('reads the longest page there is of games that every provider knows', { timeout: 60_000 }, async () => {
    const { source } = database;
    const platform_id = await insertPlatform(source.manager, 'snes', 'snes');
    const drafts = Array.from({ length: 10_000 }, (_, index): RomDraft => {
      const name = `Game ${index}`;
      // Each pair is one game to the providers.
      const provided = Object.fromEntries(SIBLING_IDS.map((column) => [column, 1 + Math.floor(index / 2)]));
      return { platform_id, fs_name: `${name}.sfc`, fs_name_no_ext: name, fs_name_no_tags: name, fs_extension: 'sfc', fs_path: 'roms/snes', name, ...provided };
    });
    const ids = await source.transaction((manager) => new RomStore().insert(manager, drafts));
    const read = await new RomReader(source).read(ids, { userId: -1, hiddenPlatforms: [], hiddenRoms: [] }, { files: true });
    expect(read.map(({ rom }) => rom.id)).toEqual(ids);
    expect(read.every(({ siblings }) => siblings.length === 1)).toBe(true);
    expect(read.at(-1)?.siblings).toMatchObject([{ id: ids.at(-2) }]);
  });
});
