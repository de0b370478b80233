/** How a file's members are read, if at all. */
export type ArchiveKind = 'archive' | 'gzip' | 'bzip2' | 'none';

const ARCHIVE_SUFFIXES = ['.zip', '.tar', '.tar.gz', '.tgz', '.tar.bz2', '.tbz2', '.tar.xz', '.txz', '.7z', '.rar'];

/**
 * What a file's name says, by its true last suffix or one of the fixed double suffixes (library-scan spec §5.1 "Better", §7.3):
 * `dr.mario.zip` is a zip, whatever the displayed extension.
 */
export function archiveKindOfName(name: string): ArchiveKind {
  const lower = name.toLowerCase();
  if (ARCHIVE_SUFFIXES.some((suffix) => lower.endsWith(suffix))) return 'archive';
  if (lower.endsWith('.gz')) return 'gzip';
  if (lower.endsWith('.bz2')) return 'bzip2';
  return 'none';
}

/** How many bytes `archiveKindOfBytes` wants to see. */
export const MAGIC_BYTES = 265;

/** What a file's first bytes say, for the formats that library-scan spec §7.5 recognises by content. */
export function archiveKindOfBytes(head: Uint8Array): ArchiveKind {
  const starts = (...bytes: number[]): boolean => bytes.every((byte, i) => head[i] === byte);
  if (starts(0x50, 0x4b, 0x03, 0x04) || starts(0x50, 0x4b, 0x05, 0x06)) return 'archive';
  if (starts(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c)) return 'archive';
  if (Buffer.from(head.subarray(257, 262)).toString('latin1') === 'ustar') return 'archive';
  if (starts(0x1f, 0x8b)) return 'gzip';
  if (starts(0x42, 0x5a, 0x68)) return 'bzip2';
  return 'none';
}
