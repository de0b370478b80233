import type { RomFile } from '../../roms/rom-file.entity.js';
import type { ContentHashes } from '../hashing/hash-content.js';
import type { FoundFile } from '../walk/walker.js';
import { categoryOf } from './category.js';

/** The columns of a file row that a scan knows. */
export type FileColumns = Pick<
  RomFile,
  | 'file_name'
  | 'file_path'
  | 'file_size_bytes'
  | 'last_modified'
  | 'mtime_ns'
  | 'inode'
  | 'crc_hash'
  | 'md5_hash'
  | 'sha1_hash'
  | 'chd_sha1_hash'
  | 'archive_members'
  | 'scan_error'
  | 'category'
  | 'track_meta'
  | 'missing_from_fs'
>;

/** A stored row as far as reconciling needs it. */
export type StoredFile = FileColumns & { id: number; rom_id: number };

/** As much of a stored row as tells whether its file has changed: without its archive's members, which may be thousands. */
export type FileGlance = Pick<StoredFile, 'rom_id' | 'file_name' | 'file_path' | 'file_size_bytes' | 'mtime_ns' | 'scan_error'>;

/** What to do with the rows of one entry. */
export interface FileRowPlan {
  insert: FileColumns[];
  /** Only the columns that change. */
  update: { id: number; changes: Partial<FileColumns> }[];
  remove: number[];
}

const FIRST_MOMENT = Date.parse('0001-01-01T00:00:00Z');
const LAST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');

const NO_HASHES: ContentHashes = { crc: '', md5: '', sha1: '', chdSha1: '', members: null, note: null };

/** The row of a file; `hashes` undefined when nothing is hashed here. */
export function fileColumns(file: FoundFile, entryFolder: string, hashes: ContentHashes = NO_HASHES): FileColumns {
  return {
    file_name: file.name,
    file_path: file.path,
    file_size_bytes: file.size,
    last_modified: momentOf(file.mtimeNs),
    mtime_ns: file.mtimeNs,
    inode: file.inode,
    crc_hash: hashes.crc,
    md5_hash: hashes.md5,
    sha1_hash: hashes.sha1,
    chd_sha1_hash: hashes.chdSha1,
    archive_members: hashes.members,
    scan_error: hashes.note ? `${hashes.note.problem}: ${hashes.note.message}`.slice(0, 1000) : null,
    category: categoryOf(file.path, entryFolder),
    track_meta: null,
    missing_from_fs: false,
  };
}

/** Broken clocks and file systems give times that no calendar knows; they count as the first or the last one that it does. */
const momentOf = (mtimeNs: string): Date => new Date(Math.min(Math.max(Number(BigInt(mtimeNs) / 1_000_000n), FIRST_MOMENT), LAST_MOMENT));

/** What a row says of its file's content, so that an unchanged file need not be read again. */
export const hashesOf = (row: StoredFile): ContentHashes => {
  const [problem, ...message] = (row.scan_error ?? '').split(': ');
  return {
    crc: row.crc_hash ?? '',
    md5: row.md5_hash ?? '',
    sha1: row.sha1_hash ?? '',
    chdSha1: row.chd_sha1_hash ?? '',
    members: row.archive_members,
    note: row.scan_error === null ? null : { problem: problem as 'corrupt', message: message.join(': ') },
  };
};

/**
 * Whether a file looks as its row says: same size and time. Its inode says nothing: on exFAT, CIFS, mergerfs and many other mounts all
 * files get new ones with every restart, and the whole library would be read again.
 */
export const looksTheSame = (row: Pick<FileGlance, 'file_size_bytes' | 'mtime_ns'>, file: Pick<FoundFile, 'size' | 'mtimeNs'>): boolean =>
  row.file_size_bytes === file.size && row.mtime_ns === file.mtimeNs;

/** Whether a file need not be read again: it looks the same, and it was read in peace then. */
export const isUnchanged = (row: Pick<FileGlance, 'file_size_bytes' | 'mtime_ns' | 'scan_error'>, file: FoundFile): boolean =>
  looksTheSame(row, file) && !/^(?:changed|unreadable|stalled|timed-out|crashed):/u.test(row.scan_error ?? '');

/**
 * Matches the rows of an entry to its files: by path and name, then by content where that is unambiguous, so that a row keeps
 * its id when its file is renamed (library-scan spec §6.2).
 * @param incomplete a part of the entry could not be read: rows without a file stay
 * @param moved where the games folder was and is, when the platform's folder or the whole layout has changed
 */
export function planFileRows(stored: readonly StoredFile[], wanted: readonly FileColumns[], incomplete = false, moved?: FolderMove): FileRowPlan {
  const rows = new Map(stored.map((row) => [placeOf(inFolder(row, moved)), row]));
  const pairs = new Map<FileColumns, StoredFile>();
  for (const file of wanted) {
    const row = rows.get(placeOf(file));
    if (row) {
      pairs.set(file, row);
      rows.delete(placeOf(file));
    }
  }
  const byContent = groupByContent([...rows.values()]);
  for (const file of wanted) {
    if (pairs.has(file)) continue;
    const key = contentOf(file);
    const [row, second] = key === undefined ? [] : (byContent.get(key) ?? []);
    if (key === undefined || !row || second) continue;
    pairs.set(file, row);
    rows.delete(placeOf(inFolder(row, moved)));
    byContent.delete(key);
  }
  return {
    insert: wanted.filter((file) => !pairs.has(file)),
    update: [...pairs].flatMap(([file, row]) => {
      const changes = changesOf(row, file);
      return Object.keys(changes).length === 0 ? [] : [{ id: row.id, changes }];
    }),
    remove: incomplete ? [] : [...rows.values()].map((row) => row.id),
  };
}

/** A games folder that lies elsewhere now; paths are relative to the library. */
export interface FolderMove {
  from: string;
  to: string;
}

/** A row as it reads with its games folder moved. */
export function inFolder<T extends { file_path: string }>(row: T, moved: FolderMove | undefined): T {
  if (!moved || moved.from === moved.to) return row;
  const { from, to } = moved;
  return row.file_path === from || row.file_path.startsWith(`${from}/`) ? { ...row, file_path: to + row.file_path.slice(from.length) } : row;
}

export const placeOf = (file: Pick<FileColumns, 'file_path' | 'file_name'>): string => `${file.file_path}/${file.file_name}`;

const contentOf = (file: Pick<FileColumns, 'crc_hash' | 'md5_hash' | 'sha1_hash'>): string | undefined =>
  file.crc_hash && file.md5_hash && file.sha1_hash ? `${file.crc_hash} ${file.md5_hash} ${file.sha1_hash}` : undefined;

function groupByContent(rows: StoredFile[]): Map<string, StoredFile[]> {
  const groups = new Map<string, StoredFile[]>();
  for (const row of rows) {
    const key = contentOf(row);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

function changesOf(row: StoredFile, file: FileColumns): Partial<FileColumns> {
  const changed = (Object.keys(file) as (keyof FileColumns)[]).filter((column) => !same(row[column], file[column]));
  return Object.fromEntries(changed.map((column) => [column, file[column]]));
}

/** A row that was never hashed holds null where a scan writes the empty string: no difference to anybody. */
const same = (a: unknown, b: unknown): boolean => {
  if (a === b || ((a ?? '') === '' && (b ?? '') === '')) return true;
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  return typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b);
};
