import { Injectable } from '@nestjs/common';
import { RommFile } from '@rumpus/config';
import { addsNewEntries, decide, isIdentified, type Decision } from '../reconcile/decide.js';
import { inFolder, isUnchanged, placeOf, planFileRows, type FileColumns, type FileGlance, type FolderMove, type StoredFile } from '../reconcile/file-rows.js';
import { contentFields, newRom, placeFields, tagFields, type EntryHashes } from '../reconcile/rom-fields.js';
import { SoundtrackTags } from '../soundtracks/soundtrack-tags.js';
import type { FoundEntry } from '../walk/walker.js';
import { EntryHasher, type HashedEntry } from './entry-hasher.js';
import { EntryStore, type BatchChanges, type KnownRom } from './entry-store.js';
import type { MovedFiles } from './moved-files.js';
import type { ScannedPlatform } from './platform-rows.js';
import type { ScanSession } from './scan-session.js';

/** A platform in the middle of a scan. */
export interface PlatformAtWork extends ScannedPlatform {
  /** Its games folder, relative to the library. */
  gamesPath: string;
  moved: MovedFiles;
}

interface PlannedEntry extends HashedEntry {
  entry: FoundEntry;
  rom: KnownRom | undefined;
  stored: readonly StoredFile[];
  tags: boolean;
}

interface WantedEntry {
  entry: FoundEntry;
  rom: KnownRom | undefined;
  decision: Decision | undefined;
}

/** A batch that has been read and not yet written. */
export interface PlannedBatch {
  entries: PlannedEntry[];
  /** Known games that were flagged missing and are there. */
  back: number[];
  identified: number;
}

/** Decides what a batch of entries changes: first what needs reading, then, in order, what needs writing. */
@Injectable()
export class BatchPlanner {
  constructor(
    private readonly entries: EntryStore,
    private readonly hasher: EntryHasher,
    private readonly tags: SoundtrackTags,
    private readonly file: RommFile,
  ) {}

  /** Looks up and reads what the scan's type asks for. Writes nothing, so it may run ahead. */
  async plan(session: ScanSession, platform: PlatformAtWork, found: readonly FoundEntry[]): Promise<PlannedBatch> {
    const known = await this.entries.known(platform.platform.id, found.map((entry) => entry.name));
    const wanted = await this.wanted(session, found, known);
    const files = await this.entries.files(wanted.flatMap(({ rom }) => (rom ? [rom.id] : [])));
    const hashable = platform.hashable && !this.file.current().filesystem.skipHashCalculation;
    const planned = await Promise.all(
      wanted.map(async ({ entry, rom, decision }): Promise<PlannedEntry> => {
        const stored = rom ? (files.get(rom.id) ?? []) : [];
        const here = stored.map((row) => inFolder(row, moveOf(rom, platform)));
        const whole = rom && hashesOf(rom);
        const hashed = await this.hasher.hash(session, entry, { gamesPath: platform.gamesPath, hashable, rehash: decision?.rehash ?? false, stored: here, ...(whole ? { whole } : {}) });
        const tagged = await this.tags.fill(session, hashed.files, here, decision?.rehash ?? false);
        return { entry, rom, stored, tags: decision?.tags ?? true, ...hashed, files: tagged };
      }),
    );
    return {
      entries: planned,
      back: [...known.values()].filter((rom) => rom.missing_from_fs).map((rom) => rom.id),
      identified: [...known.values()].filter(isIdentified).length,
    };
  }

  /** The entries whose files are to be looked into. Most of a library is unchanged: that is seen without its hashes and archive members. */
  private async wanted(session: ScanSession, found: readonly FoundEntry[], known: ReadonlyMap<string, KnownRom>): Promise<WantedEntry[]> {
    const glance = await this.entries.glance([...known.values()].map((rom) => rom.id));
    return found.flatMap((entry): WantedEntry[] => {
      const rom = known.get(entry.name);
      if (!rom) return addsNewEntries(session.request.type) ? [{ entry, rom, decision: undefined }] : [];
      const decision = decide(session.request, rom, hasChanged(entry, glance.get(rom.id) ?? []));
      return decision.files ? [{ entry, rom, decision }] : [];
    });
  }

  /** Turns a batch into changes. Must run batch after batch: a vanished game can be claimed once. */
  async settle(platform: PlatformAtWork, batch: PlannedBatch): Promise<BatchChanges> {
    const changes: BatchChanges = { inserts: [], updates: [], back: [...batch.back] };
    const unknown = batch.entries.filter(({ rom }) => !rom);
    const moved = await platform.moved.claim(unknown.map(({ hashes }) => hashes));
    const claims = new Map(unknown.map((planned, i) => [planned, moved[i]]));
    for (const planned of batch.entries) {
      const rom = planned.rom ?? claims.get(planned);
      if (rom) await this.change(platform, planned, rom, changes);
      else changes.inserts.push({ draft: newRom(platform.platform.id, planned.entry, platform.gamesPath, planned.files, planned.hashes), files: planned.files });
    }
    return changes;
  }

  private async change(platform: PlatformAtWork, planned: PlannedEntry, rom: KnownRom, changes: BatchChanges): Promise<void> {
    const isMove = planned.rom === undefined;
    const stored = isMove ? ((await this.entries.files([rom.id])).get(rom.id) ?? []) : planned.stored;
    const move = isMove ? undefined : moveOf(rom, platform);
    // What could not be read just now may still be there: the game keeps its size and its hashes as its rows stay.
    const unseen = planned.entry.incomplete ? withoutFile(stored.map((row) => inFolder(row, move)), planned.files) : [];
    const folder = `${platform.gamesPath}/${planned.entry.name}`;
    const hashes = unseen.some((row) => row.file_path === folder) ? hashesOf(rom) : planned.hashes;
    const fields = {
      ...(isMove ? { ...placeFields(planned.entry, platform.gamesPath), missing_from_fs: false } : {}),
      ...(rom.fs_path === platform.gamesPath ? {} : { fs_path: platform.gamesPath }),
      ...(isMove || planned.tags ? tagFields(planned.entry.name) : {}),
      ...contentFields(planned.entry, platform.gamesPath, [...planned.files, ...unseen], hashes),
    };
    const rows = planFileRows(stored, planned.files, planned.entry.incomplete, move);
    const patch = { id: rom.id, ...(isMove || planned.tags ? fields : changedFields(rom, fields)) };
    if (Object.keys(patch).length > 1 || rows.insert.length + rows.update.length + rows.remove.length > 0) changes.updates.push({ name: planned.entry.name, patch, rows });
  }
}

/** Whether an entry's files are others than its rows say. */
function hasChanged(entry: FoundEntry, stored: readonly FileGlance[]): boolean {
  const rows = new Map(stored.map((row) => [`${row.file_path}/${row.file_name}`, row]));
  for (const file of entry.files) {
    const row = rows.get(`${file.path}/${file.name}`);
    if (!row || !isUnchanged(row, file)) return true;
  }
  return !entry.incomplete && stored.length !== entry.files.length;
}

const hashesOf = (rom: KnownRom): EntryHashes => ({ crc: rom.crc_hash ?? '', md5: rom.md5_hash ?? '', sha1: rom.sha1_hash ?? '' });

/** A platform whose folder was renamed, or a library of another layout: the files are the same ones, elsewhere. */
const moveOf = (rom: KnownRom | undefined, platform: PlatformAtWork): FolderMove | undefined => rom && { from: rom.fs_path, to: platform.gamesPath };

function withoutFile(rows: readonly StoredFile[], files: readonly FileColumns[]): StoredFile[] {
  const found = new Set(files.map(placeOf));
  return rows.filter((row) => !found.has(placeOf(row)));
}

function changedFields<T extends object>(rom: KnownRom, fields: T): Partial<T> {
  const known = rom as unknown as Record<string, unknown>;
  return Object.fromEntries(Object.entries(fields).filter(([field, value]) => !(field in known) || (known[field] ?? '') !== (value ?? ''))) as Partial<T>;
}
