import { closeSync, openSync, readSync } from 'node:fs';
import { fsPath } from '@rumpus/storage';

const SIGNATURE = Buffer.from('Rar!\u001a\u0007\u0001\0', 'latin1');
const FILE_HEADER = 2;
const ENCRYPTION_HEADER = 4;
const ENCRYPTION_RECORD = 1;
const HAS_EXTRA = 1;
const HAS_DATA = 2;
const MAX_HEADERS = 1000;

/**
 * Whether a RAR 5 file is encrypted. libarchive only finds that its content is damaged; people deserve the true reason.
 * Looks at headers alone, and says no when in doubt.
 */
export function isEncryptedRar5(path: string): boolean {
  const fd = openSync(fsPath(path), 'r');
  try {
    const buffer = Buffer.alloc(1024);
    if (readSync(fd, buffer, 0, 8, 0) < 8 || !buffer.subarray(0, 8).equals(SIGNATURE)) return false;
    let position = 8;
    for (let i = 0; i < MAX_HEADERS; i++) {
      const header = new HeaderBytes(buffer.subarray(0, readSync(fd, buffer, 0, buffer.length, position)), 4);
      const size = header.number();
      const start = header.at;
      const type = header.number();
      if (!Number.isFinite(type) || type === ENCRYPTION_HEADER) return type === ENCRYPTION_HEADER;
      const flags = header.number();
      const extra = flags & HAS_EXTRA ? header.number() : 0;
      const data = flags & HAS_DATA ? header.number() : 0;
      if (type === FILE_HEADER && hasEncryption(new HeaderBytes(header.bytes.subarray(0, start + size), start + size - extra))) return true;
      position += start + size + data;
    }
    return false;
  } finally {
    closeSync(fd);
  }
}

function hasEncryption(extra: HeaderBytes): boolean {
  while (extra.at < extra.bytes.length) {
    const size = extra.number();
    const next = extra.at + size;
    if (extra.number() === ENCRYPTION_RECORD) return true;
    if (!(next > extra.at)) return false;
    extra.at = next;
  }
  return false;
}

/** Variable-length numbers of RAR 5: seven bits a byte, low bits first. NaN past the end. */
class HeaderBytes {
  constructor(
    readonly bytes: Buffer,
    public at: number,
  ) {}

  number(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) return Number.NaN;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    return Number.NaN;
  }
}
