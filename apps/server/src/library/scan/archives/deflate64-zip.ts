import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { ArchiveError, fsPath, nameFromBytes } from '@rumpus/storage';
import { inflate64 } from './inflate64.js';
import type { MemberSource, SourceMember } from './member-source.js';

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_RECORD = 0x06054b50;
const ZIP64_END_RECORD = 0x06064b50;
const END_SEARCH = 65_557;
const CHUNK = 65_536;
const MAX_DIRECTORY = 64 * 1024 * 1024;

interface Listed {
  path: string;
  method: number;
  flags: number;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}

/** The members of a zip that uses Deflate64, which libarchive can't unpack. Stored and Deflate64 members only. */
export class Deflate64Zip implements MemberSource {
  private readonly fd: number;
  private readonly listed: Listed[];
  private at = 0;

  constructor(
    path: string,
    private readonly onRead?: (bytes: number) => void,
  ) {
    this.fd = openSync(fsPath(path), 'r');
    try {
      this.listed = readDirectory(this.fd, fstatSync(this.fd).size);
    } catch (error) {
      closeSync(this.fd);
      throw error;
    }
  }

  next(): SourceMember | undefined {
    const member = this.listed[this.at++];
    if (!member) return undefined;
    return { path: member.path, regular: !member.path.endsWith('/'), encrypted: (member.flags & 1) !== 0, size: member.size };
  }

  read(sink: (chunk: Uint8Array) => void): void {
    const member = this.listed[this.at - 1];
    if (!member) return;
    let crc = 0;
    const checked = (chunk: Uint8Array): void => {
      crc = crc32(chunk, crc);
      sink(chunk);
    };
    if (member.method === 9) inflate64(this.packed(member), checked);
    else if (member.method === 0) for (const chunk of this.packed(member)) checked(chunk);
    else throw new ArchiveError('unsupported', `Zip method ${member.method} beside Deflate64`);
    if (crc !== member.crc) throw new ArchiveError('corrupt', 'A member has another checksum than the archive says');
  }

  close(): void {
    closeSync(this.fd);
  }

  private *packed(member: Listed): Generator<Uint8Array, void, void> {
    const header = readAt(this.fd, member.offset, 30);
    if (header.length < 30 || header.readUInt32LE(0) !== LOCAL_HEADER) throw new ArchiveError('corrupt', 'A member is not where the archive says');
    let position = member.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
    const end = position + member.packed;
    while (position < end) {
      const chunk = readAt(this.fd, position, Math.min(CHUNK, end - position));
      if (chunk.length === 0) return;
      this.onRead?.(chunk.length);
      position += chunk.length;
      yield chunk;
    }
  }
}

function readDirectory(fd: number, size: number): Listed[] {
  const tail = readAt(fd, Math.max(0, size - END_SEARCH), END_SEARCH);
  const at = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (at === -1 || tail.readUInt32LE(at) !== END_RECORD) throw new ArchiveError('truncated', 'The zip has no directory');
  const end = { length: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) };
  const wide = at >= 20 && tail.readUInt32LE(at - 20) === 0x07064b50 ? readAt(fd, Number(tail.readBigUInt64LE(at - 12)), 56) : undefined;
  if (wide && wide.length === 56 && wide.readUInt32LE(0) === ZIP64_END_RECORD) {
    end.length = Number(wide.readBigUInt64LE(40));
    end.offset = Number(wide.readBigUInt64LE(48));
  }
  if (end.length > MAX_DIRECTORY) throw new ArchiveError('too-large', 'The directory of the zip is too large');
  return parseDirectory(readAt(fd, end.offset, end.length));
}

function parseDirectory(directory: Buffer): Listed[] {
  const listed: Listed[] = [];
  for (let at = 0; at + 46 <= directory.length; ) {
    if (directory.readUInt32LE(at) !== CENTRAL_HEADER) throw new ArchiveError('corrupt', 'The directory of the zip is damaged');
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    const member: Listed = {
      path: nameFromBytes(directory.subarray(at + 46, nameEnd)),
      flags: directory.readUInt16LE(at + 8),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    };
    widen(member, directory.subarray(nameEnd, extraEnd));
    listed.push(member);
    at = extraEnd + directory.readUInt16LE(at + 32);
  }
  return listed;
}

/** Zip64: the fields that are all ones stand, in this order, in the extra field 1. */
function widen(member: Listed, extra: Buffer): void {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1) {
      let value = at + 4;
      for (const field of ['size', 'packed', 'offset'] as const) {
        if (member[field] === 0xffffffff && value + 8 <= extra.length) {
          member[field] = Number(extra.readBigUInt64LE(value));
          value += 8;
        }
      }
      return;
    }
    at += 4 + length;
  }
}

function readAt(fd: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, readSync(fd, buffer, 0, length, position));
}
