/**
 * The records of a store-only zip (APPNOTE 6.3.10): UTF-8 names, sizes and CRC behind the data (bit 3), ZIP64 only where
 * a number doesn't fit. Pure functions; every length follows from name and size alone.
 */

const FLAGS = 0x0808; // bit 3: data descriptor; bit 11: UTF-8 name
const MAX32 = 0xffff_ffff;
const MAX16 = 0xffff;
const VERSION_PLAIN = 20;
const VERSION_ZIP64 = 45;
const MADE_BY_UNIX = 3 << 8;
const REGULAR_FILE_0644 = 0o100644 * 0x10000;
const ZIP64_EXTRA = 0x0001;

/** One file of the archive as its records need it. */
export interface RecordEntry {
  readonly name: Buffer;
  readonly size: number;
  readonly modified: Date;
  /** Where its local header starts. */
  readonly offset: number;
}

const isLarge = (entry: Pick<RecordEntry, 'size'>): boolean => entry.size >= MAX32;

export const localHeaderLength = (entry: Pick<RecordEntry, 'name' | 'size'>): number => 30 + entry.name.length + (isLarge(entry) ? 20 : 0);
export const descriptorLength = (entry: Pick<RecordEntry, 'size'>): number => (isLarge(entry) ? 24 : 16);

export function localHeader(entry: RecordEntry): Buffer {
  const large = isLarge(entry);
  const header = Buffer.alloc(localHeaderLength(entry));
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(large ? VERSION_ZIP64 : VERSION_PLAIN, 4);
  header.writeUInt16LE(FLAGS, 6);
  writeDosTime(header, 10, entry.modified);
  // CRC and sizes stay zero: they follow in the descriptor. A ZIP64 entry says so with full-size markers.
  if (large) header.fill(0xff, 18, 26);
  header.writeUInt16LE(entry.name.length, 26);
  header.writeUInt16LE(large ? 20 : 0, 28);
  entry.name.copy(header, 30);
  if (large) {
    const extra = 30 + entry.name.length;
    header.writeUInt16LE(ZIP64_EXTRA, extra);
    header.writeUInt16LE(16, extra + 2);
  }
  return header;
}

export function descriptor(entry: RecordEntry, crc: number): Buffer {
  const record = Buffer.alloc(descriptorLength(entry));
  record.writeUInt32LE(0x08074b50, 0);
  record.writeUInt32LE(crc >>> 0, 4);
  if (isLarge(entry)) {
    record.writeBigUInt64LE(BigInt(entry.size), 8);
    record.writeBigUInt64LE(BigInt(entry.size), 16);
  } else {
    record.writeUInt32LE(entry.size, 8);
    record.writeUInt32LE(entry.size, 12);
  }
  return record;
}

/** The numbers of an entry that need 64 bits in the central directory, in the order the format demands. */
const largeNumbers = (entry: RecordEntry): number[] => [...(isLarge(entry) ? [entry.size, entry.size] : []), ...(entry.offset >= MAX32 ? [entry.offset] : [])];

export const centralHeaderLength = (entry: RecordEntry): number => {
  const large = largeNumbers(entry).length;
  return 46 + entry.name.length + (large === 0 ? 0 : 4 + 8 * large);
};

export function centralHeader(entry: RecordEntry, crc: number): Buffer {
  const large = largeNumbers(entry);
  const header = Buffer.alloc(centralHeaderLength(entry));
  const version = large.length > 0 ? VERSION_ZIP64 : VERSION_PLAIN;
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(MADE_BY_UNIX | version, 4);
  header.writeUInt16LE(version, 6);
  header.writeUInt16LE(FLAGS, 8);
  writeDosTime(header, 12, entry.modified);
  header.writeUInt32LE(crc >>> 0, 16);
  header.writeUInt32LE(Math.min(entry.size, MAX32), 20);
  header.writeUInt32LE(Math.min(entry.size, MAX32), 24);
  header.writeUInt16LE(entry.name.length, 28);
  header.writeUInt16LE(large.length === 0 ? 0 : 4 + 8 * large.length, 30);
  header.writeUInt32LE(REGULAR_FILE_0644, 38);
  header.writeUInt32LE(Math.min(entry.offset, MAX32), 42);
  entry.name.copy(header, 46);
  writeZip64Extra(header, 46 + entry.name.length, large);
  return header;
}

function writeZip64Extra(header: Buffer, at: number, numbers: readonly number[]): void {
  if (numbers.length === 0) return;
  header.writeUInt16LE(ZIP64_EXTRA, at);
  header.writeUInt16LE(8 * numbers.length, at + 2);
  numbers.forEach((number, index) => header.writeBigUInt64LE(BigInt(number), at + 4 + 8 * index));
}

/** Where the central directory lies. */
export interface Directory {
  readonly count: number;
  readonly offset: number;
  readonly length: number;
}

const needsZip64End = ({ count, offset, length }: Directory): boolean => count >= MAX16 || offset >= MAX32 || length >= MAX32;

/** The end records: the classic one, with the ZIP64 pair before it when a number doesn't fit. */
export function endRecords(directory: Directory): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(directory.count, MAX16), 8);
  end.writeUInt16LE(Math.min(directory.count, MAX16), 10);
  end.writeUInt32LE(Math.min(directory.length, MAX32), 12);
  end.writeUInt32LE(Math.min(directory.offset, MAX32), 16);
  return needsZip64End(directory) ? Buffer.concat([zip64End(directory), end]) : end;
}

function zip64End({ count, offset, length }: Directory): Buffer {
  const record = Buffer.alloc(56 + 20);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(MADE_BY_UNIX | VERSION_ZIP64, 12);
  record.writeUInt16LE(VERSION_ZIP64, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(length), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(offset + length), 64);
  record.writeUInt32LE(1, 72);
  return record;
}

/** MS-DOS date and time, two-second steps, in UTC so that the same files give the same bytes on every host. */
function writeDosTime(target: Buffer, at: number, when: Date): void {
  const year = Math.min(Math.max(when.getUTCFullYear(), 1980), 2107);
  const before1980 = when.getUTCFullYear() < 1980;
  const time = before1980 ? 0 : (when.getUTCHours() << 11) | (when.getUTCMinutes() << 5) | (when.getUTCSeconds() >> 1);
  const date = before1980 ? (1 << 5) | 1 : ((year - 1980) << 9) | ((when.getUTCMonth() + 1) << 5) | when.getUTCDate();
  target.writeUInt16LE(time, at);
  target.writeUInt16LE(date, at + 2);
}
