import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { ArchiveError, ContentDigests, fsPath, hashFileSync, type ArchiveProblem, type Digests } from '@rumpus/storage';
import { archiveKindOfBytes, archiveKindOfName, MAGIC_BYTES, type ArchiveKind } from '../archives/archive-kind.js';
import { Deflate64Zip } from '../archives/deflate64-zip.js';
import { hashArchive, readLargestMember, type MemberDigests } from '../archives/hash-archive.js';
import type { ArchiveLimits } from '../archives/limits.js';
import { LibarchiveSource, type MemberSource } from '../archives/member-source.js';
import { isEncryptedRar5 } from '../archives/rar5-encryption.js';
import { chdSha1, isChd } from '../chd/chd-header.js';

/**
 * `entry`: a file that is an entry itself; archives are hashed by member (library-scan spec §7.3).
 * `part`: a file inside a multi-file entry; the content rule of §7.5.
 * `raw`: the bytes of the file and nothing else (firmware, §18).
 */
export type HashMode = 'entry' | 'part' | 'raw';

/** Why a file has no hashes, or those of its container only. */
export interface HashNote {
  problem: ArchiveProblem | 'changed';
  message: string;
}

/** A member as it is stored and served (library-api spec §2.8). */
export interface StoredMember {
  name: string;
  size: number;
  crc_hash: string;
  md5_hash: string;
  sha1_hash: string;
}

/** Everything a scan learns from a file's content. A hash of nothing is the empty string (library-scan spec §7.1). */
export interface ContentHashes {
  crc: string;
  md5: string;
  sha1: string;
  chdSha1: string;
  members: StoredMember[] | null;
  note: HashNote | null;
  /** These are the hashes of the file's own bytes. */
  raw?: boolean;
}

export interface HashContext {
  limits: ArchiveLimits;
  /** Gets the number of bytes read, or unpacked, since the last call; may throw to stop. */
  progress: (bytes: number) => void;
}

const EMPTY_CRC = '00000000';
const EMPTY_MD5 = 'd41d8cd98f00b204e9800998ecf8427e';
const EMPTY_SHA1 = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';

const ATTEMPTS = 3;
const JOIN_CHUNK = 256 * 1024;
/** Characters of an archive's list of members: it is one value in the database, and read with its game. */
const LIST_CHARACTERS = 4 * 1024 * 1024;

/**
 * Hashes one file by the rules of library-scan spec §7. An archive that can't be read completely gives the hashes of its raw
 * bytes and the reason; a file that doesn't hold still gives none.
 * @throws the file system's error when the file can't be read at all.
 */
export function hashContent(path: string, mode: HashMode, context: HashContext): ContentHashes {
  for (let attempt = 1; ; attempt++) {
    const before = statSync(fsPath(path));
    const hashes = hashOnce(path, mode, before.size, context);
    const after = statSync(fsPath(path));
    if (after.size === before.size && after.mtimeMs === before.mtimeMs && after.ino === before.ino) return hashes;
    if (attempt === ATTEMPTS) return { ...NOTHING, note: { problem: 'changed', message: 'The file changed while it was read' } };
  }
}

const NOTHING: ContentHashes = { crc: '', md5: '', sha1: '', chdSha1: '', members: null, note: null };

function hashOnce(path: string, mode: HashMode, size: number, context: HashContext): ContentHashes {
  if (mode === 'raw') return raw(path, context);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const head = readHead(path);
  const chd = isChd(head) || name.toLowerCase().endsWith('.chd') ? chdSha1(path) : '';
  try {
    const found = mode === 'entry' && archiveKindOfName(name) === 'archive' ? byMember(path, size, context) : byContent(path, name, head, size, mode, context);
    return found ? { ...NOTHING, ...found, chdSha1: chd } : { ...raw(path, context), chdSha1: chd };
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return { ...raw(path, context), chdSha1: chd, note: noteOf(path, error) };
  }
}

function noteOf(path: string, error: ArchiveError): HashNote {
  if (error.problem === 'corrupt' && isEncryptedRar5(path)) return { problem: 'encrypted', message: 'The archive is encrypted' };
  return { problem: error.problem, message: error.message };
}

type Found = Pick<ContentHashes, 'crc' | 'md5' | 'sha1' | 'members'> & Partial<Pick<ContentHashes, 'note'>>;

function byMember(path: string, size: number, context: HashContext): Found | undefined {
  const digests = withDeflate64(path, context, (open) => hashArchive(open, size, context.limits));
  return digests && { ...stored(digests.composite), ...listed(digests.members.map(storedMember)) };
}

/** The rule for files that are no archive by name, or lie inside a multi-file entry (library-scan spec §7.5). */
function byContent(path: string, name: string, head: Uint8Array, size: number, mode: HashMode, context: HashContext): Found | undefined {
  const kind = contentKind(name, head);
  const digests = new ContentDigests();
  if (readContent(path, kind, size, context, (chunk) => digests.update(chunk))) return { ...stored(digests.finish()), members: null };
  // The hashes are those of the packed bytes, as in RomM; what is inside stands beside them, for look-ups.
  if (kind === 'gzip' && mode === 'entry') return { ...raw(path, context), members: gzipMember(() => source(path, context, true), name, size, context) };
  return undefined;
}

/**
 * Streams what counts as the content of a packed file: the largest member, or the unpacked bytes of a bzip2.
 * @returns false when there is none and the file's own bytes count
 */
function readContent(path: string, kind: ArchiveKind, size: number, context: HashContext, sink: (chunk: Uint8Array) => void): boolean {
  switch (kind) {
    case 'archive':
      return withDeflate64(path, context, (open) => readLargestMember(open, size, context.limits, sink));
    case 'gzip':
      return ifArchive(() => readLargestMember(() => source(path, context, false), size, context.limits, sink)) ?? false;
    case 'bzip2':
      return readLargestMember(() => source(path, context, true), size, context.limits, sink);
    case 'none':
      return false;
  }
}

/** A file of a multi-file entry whose own hashes are known. */
export interface JoinedPart {
  path: string;
  /** Its hashes are those of its own bytes, not of something packed in it. */
  raw: boolean;
}

/** Hashes of several files joined: those of a multi-file entry as a whole (library-scan spec §7.2). */
export function hashJoined(parts: readonly JoinedPart[], context: HashContext): Pick<ContentHashes, 'crc' | 'md5' | 'sha1'> {
  const joined = new ContentDigests();
  for (const { path, raw } of parts) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const packed = !raw && readContent(path, contentKind(name, readHead(path)), statSync(fsPath(path)).size, context, (chunk) => joined.update(chunk));
    if (!packed) readBytes(path, context, (chunk) => joined.update(chunk));
  }
  return stored(joined.finish());
}

function readBytes(path: string, context: HashContext, sink: (chunk: Uint8Array) => void): void {
  const chunk = Buffer.allocUnsafe(JOIN_CHUNK);
  const fd = openSync(fsPath(path), 'r');
  try {
    for (let left = fstatSync(fd).size; left > 0; ) {
      const size = readSync(fd, chunk, 0, Math.min(chunk.length, left), null);
      if (size === 0) return;
      left -= size;
      context.progress(size);
      sink(chunk.subarray(0, size));
    }
  } finally {
    closeSync(fd);
  }
}

/** By the last suffix or by the first bytes; rar and xz are hashed as they are here. */
function contentKind(name: string, head: Uint8Array): ArchiveKind {
  const suffix = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (suffix === 'gz' || suffix === 'tgz') return 'gzip';
  if (suffix === 'bz2' || suffix === 'tbz2') return 'bzip2';
  if (['zip', 'tar', '7z'].includes(suffix)) return 'archive';
  return archiveKindOfBytes(head);
}

function gzipMember(open: () => MemberSource, name: string, size: number, context: HashContext): StoredMember[] | null {
  const inside = name.replace(/\.gz$/iu, '');
  const content = ifArchive(() => hashArchive(open, size, context.limits));
  return content ? content.members.map((member) => storedMember({ ...member, path: inside })) : null;
}

/** A plain compressed file is no archive, and that is no problem worth a note. */
function ifArchive<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ArchiveError && error.problem !== 'too-large') return undefined;
    throw error;
  }
}

function withDeflate64<T>(path: string, context: HashContext, read: (open: () => MemberSource) => T): T {
  try {
    return read(() => source(path, context, false));
  } catch (error) {
    if (!(error instanceof ArchiveError) || !error.message.includes('deflation-64')) throw error;
    return read(() => new Deflate64Zip(path, context.progress));
  }
}

const source = (path: string, context: HashContext, compressedFile: boolean): MemberSource => {
  const libarchive = new LibarchiveSource(path, { onRead: context.progress, compressedFile });
  return {
    next: () => libarchive.next(),
    read: (sink) =>
      libarchive.read((chunk) => {
        // A bomb reads little and unpacks much: unpacking is progress too, and a place to stop.
        context.progress(0);
        sink(chunk);
      }),
    close: () => libarchive.close(),
  };
};

function raw(path: string, context: HashContext): ContentHashes {
  return { ...NOTHING, ...stored(hashFileSync(path, { twoLanes: true, onChunk: context.progress })), raw: true };
}

const stored = (digests: Digests): Pick<ContentHashes, 'crc' | 'md5' | 'sha1'> => ({
  crc: digests.crc32 === EMPTY_CRC ? '' : digests.crc32,
  md5: digests.md5 === EMPTY_MD5 ? '' : digests.md5,
  sha1: digests.sha1 === EMPTY_SHA1 ? '' : digests.sha1,
});

function storedMember(member: MemberDigests): StoredMember {
  const { crc, md5, sha1 } = stored(member);
  return { name: member.path, size: member.size, crc_hash: crc, md5_hash: md5, sha1_hash: sha1 };
}

/** The members of an archive, unless there are so many that the list of them is larger than most games. */
function listed(members: StoredMember[]): Pick<ContentHashes, 'members' | 'note'> {
  if (JSON.stringify(members).length <= LIST_CHARACTERS) return { members, note: null };
  return { members: null, note: { problem: 'too-large', message: `Its ${members.length} members are too many to be listed; the hashes are those of all of them together` } };
}

function readHead(path: string): Buffer {
  const head = Buffer.alloc(MAGIC_BYTES);
  const fd = openSync(fsPath(path), 'r');
  try {
    return head.subarray(0, readSync(fd, head, 0, MAGIC_BYTES, 0));
  } finally {
    closeSync(fd);
  }
}
