import { closeSync, openSync, readSync } from 'node:fs';
import { fsPath } from '@rumpus/storage';

const SIGNATURE = 'MComprHD';
const SHA1_OFFSET = 84;
const HEADER_BYTES = 124;

/**
 * The SHA-1 of data and metadata that a CHD of version 5 carries in its header, 40 hex digits; empty for any other version, a
 * short file or one that can't be read (library-scan spec §7.6).
 */
export function chdSha1(path: string): string {
  const header = Buffer.alloc(HEADER_BYTES);
  try {
    const fd = openSync(fsPath(path), 'r');
    try {
      if (readSync(fd, header, 0, HEADER_BYTES, 0) < SHA1_OFFSET + 20) return '';
    } finally {
      closeSync(fd);
    }
  } catch {
    return '';
  }
  if (!isChd(header) || header.readUInt32BE(12) !== 5) return '';
  return header.subarray(SHA1_OFFSET, SHA1_OFFSET + 20).toString('hex');
}

/** Whether a file's first bytes are those of a CHD. */
export const isChd = (head: Uint8Array): boolean => Buffer.from(head.subarray(0, 8)).toString('latin1') === SIGNATURE;
