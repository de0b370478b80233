import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openLibraryDatabase, type LibraryDatabase } from '../../../../../../test/support/library-database.js';
import { Platform } from '../../platforms/platform.entity.js';
import { RomStore, type RomDraft } from '../../roms/rom-store.js';
import { EntryStore } from './entry-store.js';
import { MovedFiles } from './moved-files.js';

let database: LibraryDatabase;
let store: EntryStore;
let platform_id: number;

beforeAll(async () => {
  database = await openLibraryDatabase();
  store = new EntryStore(database.source, new RomStore());
});
afterAll(() => database.drop());
beforeEach(async () => {
  const { manager } = database.source;
  await manager.createQueryBuilder().delete().from(Platform).execute();
  const now = new Date();
  const { identifiers } = await manager.insert(Platform, { slug: 'gb', fs_slug: 'gb', name: 'Game Boy', created_at: now, updated_at: now });
  platform_id = Number(identifiers[0]?.['id']);
});

const draft = (fs_name: string, content = fs_name): RomDraft => ({
  platform_id, fs_name, fs_name_no_ext: fs_name, fs_name_no_tags: fs_name, fs_extension: '', fs_path: 'roms/gb', name: fs_name, crc_hash: 'c', md5_hash: 'm', sha1_hash: content.slice(0, 40),
});
const insert = (names: readonly string[], content?: string): Promise<number[]> => database.source.transaction((manager) => new RomStore().insert(manager, names.map((name) => draft(name, content))));
const hashes = (sha1: string) => ({ crc: 'c', md5: 'm', sha1 });

describe('what a scan knows of a platform', () => {
  it('comes page by page, every game once, whatever its name', async () => {
    const names = [...Array.from({ length: 4500 }, (_, i) => `Game ${i}`), 'ä', 'Ä', '\u{1F3AE}', '\uEF0Araw', ' space', '%', "'"];
    await insert(names);
    const pages: number[] = [];
    const found: string[] = [];
    for await (const page of store.names(platform_id)) {
      pages.push(page.length);
      found.push(...page.map(({ fs_name }) => fs_name));
    }
    expect(Math.max(...pages)).toBeLessThanOrEqual(2000);
    expect(found.toSorted()).toEqual(names.toSorted());
  });

  it('is there for exactly the names asked for', async () => {
    await insert(['a', 'A', 'b', 'c']);
    const known = await store.known(platform_id, ['a', 'c', 'nobody', '']);
    expect([...known.keys()].toSorted()).toEqual(['a', 'c']);
    expect(known.get('a')).toMatchObject({ fs_name: 'a', missing_from_fs: false, igdb_id: null, fs_size_bytes: 0 });
    expect(await store.known(platform_id + 1, ['a'])).toEqual(new Map());
  });
});

describe('moved files', () => {
  it('are found by content among the vanished, each once', async () => {
    const [a = 0, b = 0] = await insert(['a', 'b']);
    const moved = new MovedFiles(store, platform_id, [a]);
    const claims = await moved.claim([hashes('b'), hashes('a'), hashes('a'), { ...hashes('a'), md5: 'other' }, { crc: '', md5: '', sha1: '' }]);
    expect(claims.map((rom) => rom?.id)).toEqual([undefined, a, undefined, undefined, undefined]);
    expect([moved.isFound(a), moved.isFound(b)]).toEqual([true, false]);
    expect((await moved.claim([hashes('a')]))[0]).toBeUndefined();
  });

  it('are not guessed at when several vanished ones have the content', async () => {
    const twins = await insert(['one', 'two'], 'same');
    expect(await new MovedFiles(store, platform_id, twins).claim([hashes('same')])).toEqual([undefined]);
    expect((await new MovedFiles(store, platform_id, twins.slice(1)).claim([hashes('same')]))[0]?.fs_name).toBe('two');
  });
});
