import { Injectable } from '@nestjs/common';
import type { ContentHashes, HashMode } from '../hashing/hash-content.js';
import { fileColumns, hashesOf, isUnchanged, looksTheSame, type FileColumns, type StoredFile } from '../reconcile/file-rows.js';
import { NO_ENTRY_HASHES, type EntryHashes } from '../reconcile/rom-fields.js';
import type { FoundEntry, FoundFile } from '../walk/walker.js';
import { HashQueue, UnreadableError } from '../workers/hash-queue.js';
import type { ScanSession } from './scan-session.js';

/** An entry with all that was learnt about its content. */
export interface HashedEntry {
  files: FileColumns[];
  hashes: EntryHashes;
}

/** How an entry is to be hashed. */
export interface HashPlan {
  gamesPath: string;
  /** False on platforms that are never hashed, or when config.yml switches hashing off. */
  hashable: boolean;
  /** Read files again although they look unchanged. */
  rehash: boolean;
  stored: readonly StoredFile[];
  /** What the entry as a whole had so far. */
  whole?: EntryHashes;
}

/** Reads the files of entries in the worker threads; whatever can't be read becomes a row with the reason. */
@Injectable()
export class EntryHasher {
  constructor(private readonly queue: HashQueue) {}

  async hash(session: ScanSession, entry: FoundEntry, plan: HashPlan): Promise<HashedEntry> {
    const folder = `${plan.gamesPath}/${entry.name}`;
    if (!plan.hashable) return { files: entry.files.map((file) => fileColumns(file, folder)), hashes: NO_ENTRY_HASHES };
    const rows = new Map(plan.stored.map((row) => [`${row.file_path}/${row.file_name}`, row]));
    const mode: HashMode = entry.folder ? 'part' : 'entry';
    const top = entry.files.filter((file) => !entry.folder || file.path === folder);
    // The hash of several files joined can't be kept up file by file: one change means reading them all.
    const again = plan.rehash || (top.length > 1 && top.some((file) => !unchanged(rows, file)));
    const hashes = await Promise.all(
      entry.files.map(async (file) => {
        const row = rows.get(`${file.path}/${file.name}`);
        const keep = row && isUnchanged(row, file) && !(again && (plan.rehash || top.includes(file)));
        return keep ? hashesOf(row) : this.file(session, file, mode, row);
      }),
    );
    const files = entry.files.map((file, i) => fileColumns(file, folder, hashes[i]));
    const sameTop = plan.stored.filter((row) => row.file_path === folder).length === top.length;
    if (top.length > 1 && !again && sameTop && plan.whole) return { files, hashes: plan.whole };
    const whole = await this.whole(session, entry, folder, hashes);
    const known = sameTop && top.every((file) => looksLike(rows.get(`${file.path}/${file.name}`), file)) ? plan.whole : undefined;
    return { files, hashes: whole ?? known ?? NO_ENTRY_HASHES };
  }

  /** The hashes of one file; a file that can't be read keeps those of its row while it looks the same, and has a note. */
  async file(session: ScanSession, file: FoundFile, mode: HashMode, row?: StoredFile): Promise<ContentHashes> {
    const place = `${file.path}/${file.name}`;
    try {
      const hashes = await this.queue.file(place, mode, file.size, session.signal);
      if (hashes.note) session.fail(place, hashes.note.problem, hashes.note.message);
      return hashes;
    } catch (error) {
      const note = refused(session, place, error) as ContentHashes['note'];
      return { ...(looksLike(row, file) ? hashesOf(row) : { crc: '', md5: '', sha1: '', chdSha1: '', members: null }), note };
    }
  }

  /** The files at the top of an entry joined, in the order of their names (library-scan spec §7.2); undefined when one can't be read. */
  private async whole(session: ScanSession, entry: FoundEntry, folder: string, hashes: readonly ContentHashes[]): Promise<EntryHashes | undefined> {
    const top = entry.files.flatMap((file, i) => (!entry.folder || file.path === folder ? [{ file, hashes: hashes[i] }] : []));
    const [only, second] = top;
    if (!only) return NO_ENTRY_HASHES;
    if (!second) return { crc: only.hashes?.crc ?? '', md5: only.hashes?.md5 ?? '', sha1: only.hashes?.sha1 ?? '' };
    const parts = top.map(({ file, hashes }) => ({ path: `${file.path}/${file.name}`, raw: hashes?.raw === true }));
    try {
      return await this.queue.joined(parts, session.signal);
    } catch (error) {
      refused(session, folder, error);
      return undefined;
    }
  }
}

const looksLike = (row: StoredFile | undefined, file: FoundFile): row is StoredFile => row !== undefined && looksTheSame(row, file);

const unchanged = (rows: ReadonlyMap<string, StoredFile>, file: FoundFile): boolean => {
  const row = rows.get(`${file.path}/${file.name}`);
  return row !== undefined && isUnchanged(row, file);
};

/** Notes why something could not be read. @throws whatever is no matter of that thing alone */
function refused(session: ScanSession, path: string, error: unknown): { problem: string; message: string } {
  session.throwIfStopped();
  if (!(error instanceof UnreadableError)) throw error;
  session.fail(path, error.problem, error.message);
  return { problem: error.problem, message: error.message };
}
