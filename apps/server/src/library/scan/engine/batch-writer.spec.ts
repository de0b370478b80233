import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLibraryDatabase, type LibraryDatabase } from '../../../../../../test/support/library-database.js';
import { Platform } from '../../platforms/platform.entity.js';
import { RomStore, type RomDraft } from '../../roms/rom-store.js';
import { BatchWriter } from './batch-writer.js';
import { EntryStore, type BatchChanges } from './entry-store.js';
import type { ScanSession } from './scan-session.js';

let database: LibraryDatabase;
let writer: BatchWriter;
let platform_id: number;
beforeAll(async () => {
  database = await openLibraryDatabase();
  writer = new BatchWriter(database.source, new EntryStore(database.source, new RomStore()));
  const now = new Date();
  const { identifiers } = await database.source.manager.insert(Platform, { slug: 'gb', fs_slug: 'gb', name: 'Game Boy', created_at: now, updated_at: now });
  platform_id = Number(identifiers[0]?.['id']);
});
afterAll(() => database.drop());

const draft = (fs_name: string, more: Partial<RomDraft> = {}): RomDraft => ({ platform_id, fs_name, fs_name_no_ext: fs_name, fs_name_no_tags: fs_name, fs_extension: '', fs_path: 'roms/gb', name: fs_name, ...more });
const batch = (...drafts: RomDraft[]): BatchChanges => ({ inserts: drafts.map((one) => ({ draft: one, files: [] })), updates: [], back: [] });

describe('a batch that the database refuses', () => {
  it('is written one by one, and what can’t be stored is told with its reason', async () => {
    const told: string[] = [];
    const session = { fail: (path: string, problem: string, message: string) => told.push(`${path} ${problem} ${message.slice(0, 23)}`) } as unknown as ScanSession;
    const along: number[] = [];
    const odd = draft('odd', { fs_size_bytes: Number.NaN });
    const written = await writer.write(session, 'roms/gb', batch(draft('a'), odd, draft('a'), draft('b')), async (_, { inserts }) => void along.push(inserts.length));
    expect(written.changes.inserts.map((insert) => insert.draft.fs_name)).toEqual(['a', 'b']);
    expect(written.ids).toHaveLength(2);
    expect(told).toEqual(['roms/gb/odd not-stored The database refused it', 'roms/gb/a not-stored The database refused it']);
    expect(along.at(-1)).toBe(2);
  });

  it('fails as a whole when it is no matter of one game', async () => {
    const gone = writer.write({} as ScanSession, 'roms/gb', batch(draft('c')), () => Promise.reject(new Error('The disk is full')));
    await expect(gone).rejects.toThrow('The disk is full');
  });
});
