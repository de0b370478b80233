/** A member of a tar archive. */
export interface TarMember {
  name: string;
  /** Bytes of its body. */
  size: number;
  /** False for links, folders, devices and whatever else there is. */
  isFile: boolean;
}

/** A member to be written; the body must have as many bytes as `size` says. */
export interface TarEntry {
  name: string;
  size: number;
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** What is no tar archive, or breaks off. */
export class TarError extends Error {}

const BLOCK = 512;
const MAX_NAME_BYTES = 100;
/** The size field has eleven octal digits. */
const MAX_SIZE = 8 ** 11 - 1;
const MAX_PAX_BYTES = 64 * 1024;
const FILE_MODE = '0000600';
const [NAME, MODE, SIZE, MTIME, CHECKSUM, TYPE, MAGIC, PREFIX] = [0, 100, 124, 136, 148, 156, 257, 345];

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;
const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');

function checksum(block: Buffer): number {
  let sum = 0;
  // The field itself counts as blanks.
  for (let index = 0; index < BLOCK; index += 1) sum += index >= CHECKSUM && index < CHECKSUM + 8 ? 0x20 : (block[index] ?? 0);
  return sum;
}

function header(name: string, size: number, type: '0' | 'x', seconds: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, NAME, MAX_NAME_BYTES, 'utf8');
  block.write(FILE_MODE, MODE);
  block.write(octal(size, 11), SIZE);
  block.write(octal(seconds, 11), MTIME);
  block.write(type, TYPE);
  block.write('ustar\u000000', MAGIC);
  block.write(`${octal(checksum(block), 6)}\0 `, CHECKSUM);
  return block;
}

/** `<length> path=<name>\n`, where the length counts its own digits. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (String(length).length !== String(rest).length) length += 1;
  return Buffer.from(`${String(length)} ${key}=${value}\n`);
}

/** A tar archive (POSIX ustar, long names as pax records), block by block. @throws TarError when a body is not as long as it says */
export async function* tarOf(entries: AsyncIterable<TarEntry>, now = new Date()): AsyncGenerator<Uint8Array> {
  const seconds = Math.floor(now.getTime() / 1_000);
  for await (const { name, size, body } of entries) {
    if (size > MAX_SIZE) throw new TarError(`${name} is too large for the archive`);
    if (Buffer.byteLength(name) > MAX_NAME_BYTES) {
      const record = paxRecord('path', name);
      yield Buffer.concat([header('pax', record.length, 'x', seconds), record, Buffer.alloc(padding(record.length))]);
    }
    yield header(name, size, '0', seconds);
    let written = 0;
    for await (const chunk of body) {
      written += chunk.length;
      yield chunk;
    }
    if (written !== size) throw new TarError(`${name} changed while it was packed`);
    yield Buffer.alloc(padding(size));
  }
  yield Buffer.alloc(2 * BLOCK);
}

/** Takes bytes off a stream in the portions that are wanted. */
class Bytes {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** So many bytes; fewer only at the end. */
  async take(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.upTo(count)) parts.push(part);
    return Buffer.concat(parts);
  }

  /** So many bytes as they come; fewer only at the end. */
  async *upTo(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0; ) {
      if (this.rest.length === 0) {
        const { done, value } = await this.chunks.next();
        if (done === true) return;
        this.rest = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      }
      const part = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(part.length);
      left -= part.length;
      if (part.length > 0) yield part;
    }
  }
}

const textAt = (block: Buffer, offset: number, length: number): string => {
  const field = block.subarray(offset, offset + length);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? length : end).toString('utf8');
};

function numberAt(block: Buffer, offset: number, length: number): number {
  const text = textAt(block, offset, length).trim();
  if (!/^[0-7]+$/.test(text)) throw new TarError('a header is broken');
  return Number.parseInt(text, 8);
}

function paxPath(record: string): string | undefined {
  return /^\d+ path=(.*)$/m.exec(record)?.[1];
}

/**
 * Reads a tar archive member by member. What the callback leaves of a body is passed over.
 *
 * @throws TarError when it is none, or breaks off
 */
export async function readTar(source: AsyncIterable<Uint8Array>, onMember: (member: TarMember, body: AsyncIterable<Buffer>) => Promise<void>): Promise<void> {
  const bytes = new Bytes(source);
  let longName: string | undefined;
  for (;;) {
    const block = await bytes.take(BLOCK);
    if (block.length < BLOCK) throw new TarError('the archive breaks off');
    if (block.every((byte) => byte === 0)) return;
    if (numberAt(block, CHECKSUM, 8) !== checksum(block)) throw new TarError('a header is broken');
    const size = numberAt(block, SIZE, 12);
    const type = textAt(block, TYPE, 1);
    if (type === 'x') {
      if (size > MAX_PAX_BYTES) throw new TarError('a name is too long');
      longName = paxPath((await exactly(bytes, size)).toString('utf8'));
    } else {
      const prefix = textAt(block, PREFIX, 155);
      const plain = textAt(block, NAME, MAX_NAME_BYTES);
      await member(bytes, { name: longName ?? (prefix === '' ? plain : `${prefix}/${plain}`), size, isFile: type === '0' || type === '' }, onMember);
      longName = undefined;
    }
    await exactly(bytes, padding(size));
  }
}

async function member(bytes: Bytes, about: TarMember, onMember: (member: TarMember, body: AsyncIterable<Buffer>) => Promise<void>): Promise<void> {
  let left = about.size;
  const body = async function* (): AsyncGenerator<Buffer> {
    while (left > 0) {
      const part = await bytes.take(Math.min(left, 64 * 1024));
      if (part.length === 0) throw new TarError('the archive breaks off');
      left -= part.length;
      yield part;
    }
  };
  await onMember(about, body());
  while (left > 0) {
    const skipped = await bytes.take(Math.min(left, 64 * 1024));
    if (skipped.length === 0) throw new TarError('the archive breaks off');
    left -= skipped.length;
  }
}

async function exactly(bytes: Bytes, count: number): Promise<Buffer> {
  const block = await bytes.take(count);
  if (block.length < count) throw new TarError('the archive breaks off');
  return block;
}
