import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { LanguardError } from '../errors.js';
import { unpackLzss } from './lzss.js';

/** One file of an archive. */
export interface PboEntry {
  name: string;
  method: number;
  /** Bytes when unpacked; 0 for plain files of some packers. */
  originalSize: number;
  size: number;
  /** Where its data begins in the archive. */
  offset: number;
}

/** What an archive says of itself. */
export interface PboArchive {
  entries: PboEntry[];
  properties: Record<string, string>;
  /** Null when the archive ends without a checksum. */
  checksumOk: boolean | null;
  /** SHA-1 of the whole file. */
  sha1: string;
  size: number;
}

const PROPERTIES = 0x56657273;
const PACKED = 0x43707273;
const PLAIN = 0;
const MAX_HEADER_BYTES = 1024 * 1024;
const MAX_ENTRIES = 20_000;
const MAX_NAME_BYTES = 260;
const MAX_PROPERTIES = 100;
const MIN_BYTES = 64;
const CHECKSUM_BYTES = 21;
const FIELD_BYTES = 20;

const bad = (message: string): LanguardError => new LanguardError('BAD_PBO', `This is no valid PBO archive: ${message}`);

/** Reads the header of an archive from memory. */
class HeaderReader {
  at = 0;

  constructor(private readonly bytes: Buffer) {}

  text(): string {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0 || end - this.at > MAX_NAME_BYTES) throw bad('a name without end');
    const text = this.bytes.toString('utf8', this.at, end);
    this.at = end + 1;
    return text;
  }

  fields(): { method: number; originalSize: number; size: number; zero: boolean } {
    if (this.at + FIELD_BYTES > this.bytes.length) throw bad('the header is cut off');
    const [method, originalSize, reserved, time, size] = [0, 4, 8, 12, 16].map((offset) => this.bytes.readUInt32LE(this.at + offset)) as [number, number, number, number, number];
    this.at += FIELD_BYTES;
    return { method, originalSize, size, zero: method === 0 && originalSize === 0 && reserved === 0 && time === 0 && size === 0 };
  }

  properties(): Record<string, string> {
    const found: Record<string, string> = {};
    for (let count = 0; count < MAX_PROPERTIES; count += 1) {
      const key = this.text();
      if (key === '') return found;
      found[key.toLowerCase()] = this.text();
    }
    throw bad('too many properties');
  }
}

/** A name that would lead out of the folder it is unpacked into. */
const leavesFolder = (name: string): boolean => /^[\\/]|^[A-Za-z]:|(^|[\\/])\.\.([\\/]|$)/.test(name);

function readHeader(bytes: Buffer): { entries: PboEntry[]; properties: Record<string, string> } {
  const reader = new HeaderReader(bytes);
  const entries: PboEntry[] = [];
  let properties: Record<string, string> = {};
  for (;;) {
    const name = reader.text();
    const { zero, ...fields } = reader.fields();
    if (name === '' && fields.method === PROPERTIES && entries.length === 0) {
      properties = reader.properties();
      continue;
    }
    if (name === '') {
      if (!zero) throw bad('an entry without a name');
      break;
    }
    if (leavesFolder(name)) throw bad('an entry leads out of its folder');
    if (entries.length >= MAX_ENTRIES) throw bad('too many entries');
    entries.push({ name, ...fields, offset: 0 });
  }
  let offset = reader.at;
  for (const entry of entries) {
    entry.offset = offset;
    offset += entry.size;
  }
  return { entries, properties };
}

/** Hashes the whole file, and separately everything before its checksum. */
async function hashes(path: string, size: number): Promise<{ whole: string; content: Buffer; stored: Buffer }> {
  const whole = createHash('sha1');
  const content = createHash('sha1');
  const stored: Buffer[] = [];
  const end = size - CHECKSUM_BYTES;
  let at = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    const bytes = chunk as Buffer;
    whole.update(bytes);
    if (at < end) content.update(bytes.subarray(0, Math.min(bytes.length, end - at)));
    if (at + bytes.length > end) stored.push(bytes.subarray(Math.max(0, end - at)));
    at += bytes.length;
  }
  return { whole: whole.digest('hex'), content: content.digest(), stored: Buffer.concat(stored).subarray(1) };
}

async function headerBytes(handle: FileHandle): Promise<Buffer> {
  const bytes = Buffer.alloc(MAX_HEADER_BYTES);
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
  return bytes.subarray(0, bytesRead);
}

/**
 * Checks an archive: its header, that the sizes it claims are those of the file, and its checksum. Nothing is unpacked.
 *
 * @throws LanguardError `BAD_PBO`
 */
export async function readPbo(path: string): Promise<PboArchive> {
  const { size } = await stat(path);
  if (size < MIN_BYTES) throw bad('too small');
  const handle = await open(path, 'r');
  try {
    const { entries, properties } = readHeader(await headerBytes(handle));
    const last = entries.at(-1);
    if (last === undefined) throw bad('it holds nothing');
    const dataEnd = last.offset + last.size;
    if (dataEnd !== size && dataEnd + CHECKSUM_BYTES !== size) throw bad('the sizes of its entries are not those of the file');
    const { whole, content, stored } = await hashes(path, size);
    return { entries, properties, checksumOk: dataEnd === size ? null : content.equals(stored), sha1: whole, size };
  } finally {
    await handle.close();
  }
}

const MAX_TEXT_BYTES = 4 * 1024 * 1024;

/** The text of one file of an archive; undefined when there is none, it is too large, or encrypted. */
export async function readPboText(path: string, archive: PboArchive, name: string): Promise<string | undefined> {
  const entry = archive.entries.find((candidate) => candidate.name.toLowerCase() === name);
  if (entry === undefined || entry.size > MAX_TEXT_BYTES || (entry.method !== PLAIN && entry.method !== PACKED)) return undefined;
  const handle = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(entry.size);
    await handle.read(bytes, 0, entry.size, entry.offset);
    if (entry.method === PLAIN) return bytes.toString('utf8');
    return entry.originalSize > MAX_TEXT_BYTES ? undefined : unpackLzss(bytes, entry.originalSize)?.toString('utf8');
  } finally {
    await handle.close();
  }
}
