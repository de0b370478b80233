import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { fsPath, nameFromBytes } from '../paths/raw-names.js';
import { ArchiveError, problemOf } from './archive-error.js';
import { decodeCp437 } from './cp437.js';
import { instantiateLibarchive, type LibarchiveExports } from './libarchive.js';
import { wasm as webAssembly } from './web-assembly.js';

/** One thing in an archive. */
export interface ArchiveMember {
  /** Its whole path in the archive. */
  path: string;
  /** What the archive claims, bytes; undefined when it doesn't say. */
  size: number | undefined;
  /** A file with content of its own: no folder, link or device. */
  regular: boolean;
  encrypted: boolean;
}

export interface ArchiveReaderOptions {
  /** Called with the number of bytes whenever the file is read, to show progress. */
  onRead?: (bytes: number) => void;
  /** The file is one compressed file and no archive (`.gz`, `.bz2`): its only member is the content. */
  compressedFile?: boolean;
}

const OK = 0;
const END = 1;
const WARN = -20;
const REGULAR = 0o100000;
/** A decoder that needed more than this is thrown away with its memory. */
const KEEP_BYTES = 48 * 1024 * 1024;
const ZIP_FORMAT = 0x50000;

/** The decoder is kept between archives: starting one costs more than a small archive. */
interface Decoder {
  exports: LibarchiveExports;
  fd: number;
  onRead: ((bytes: number) => void) | undefined;
}

let idle: Decoder | undefined;

/**
 * Reads an archive from front to back: zip, 7z, rar, tar (plain or compressed with gzip, bzip2, xz). Synchronous, for worker
 * threads. Memory is that of the decoder, whatever the size of the archive.
 */
export class ArchiveReader {
  private decoder: Decoder;
  private closed = false;

  /** @throws ArchiveError, or the file system's error. */
  constructor(path: string, options: ArchiveReaderOptions = {}) {
    const fd = openSync(fsPath(path), 'r');
    this.decoder = idle ?? createDecoder();
    idle = undefined;
    this.decoder.fd = fd;
    this.decoder.onRead = options.onRead;
    try {
      const size = BigInt(fstatSync(fd).size);
      this.check(this.call((wasm) => (options.compressedFile ? wasm.open_compressed(size) : wasm.open_archive(size))));
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** The next member, undefined at the end. What was not read of the one before is skipped. */
  next(): ArchiveMember | undefined {
    const result = this.call((wasm) => wasm.next_entry());
    if (result === END) return undefined;
    // A warning is about an attribute we don't use; the member is there.
    if (result !== WARN) this.check(result);
    return this.call((wasm) => {
      const size = Number(wasm.entry_size());
      return {
        path: this.nameOf(bytesAt(wasm, wasm.entry_name())),
        size: size < 0 ? undefined : size,
        regular: wasm.entry_type() === REGULAR,
        encrypted: wasm.entry_encrypted() !== 0,
      };
    });
  }

  /** The next piece of the current member, undefined at its end. The bytes are good until the next call. */
  read(): Uint8Array | undefined {
    const size = this.call((wasm) => wasm.read_data());
    if (size === 0) return undefined;
    if (size < 0) this.check(size);
    const { exports } = this.decoder;
    return new Uint8Array(exports.memory.buffer, exports.data(), size);
  }

  /** Ends the reading; may be called at any time and twice. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    const { decoder } = this;
    try {
      decoder.exports.close_archive();
      if (decoder.exports.memory.buffer.byteLength <= KEEP_BYTES) idle = decoder;
    } catch {
      // The decoder broke down earlier; it is not used again.
    } finally {
      closeSync(decoder.fd);
      decoder.fd = -1;
      decoder.onRead = undefined;
    }
  }

  private call<T>(action: (wasm: LibarchiveExports) => T): T {
    try {
      return action(this.decoder.exports);
    } catch (error) {
      if (error instanceof webAssembly.RuntimeError) throw new ArchiveError('corrupt', 'The archive makes its decoder fail');
      throw error;
    }
  }

  private check(result: number): void {
    if (result === OK) return;
    const text = this.call((wasm) => Buffer.from(bytesAt(wasm, wasm.error_text())).toString('utf8')) || 'The archive is damaged';
    throw new ArchiveError(problemOf(text), text);
  }

  /** Old zip files carry names in the DOS code page; everything else that is no UTF-8 keeps its bytes. */
  private nameOf(bytes: Uint8Array): string {
    const name = nameFromBytes(bytes);
    const zip = (this.decoder.exports.format_code() & 0xff0000) === ZIP_FORMAT;
    return zip && /[\uef80-\uefff]/u.test(name) ? decodeCp437(bytes) : name;
  }
}

function createDecoder(): Decoder {
  const decoder: Decoder = { exports: undefined as unknown as LibarchiveExports, fd: -1, onRead: undefined };
  decoder.exports = instantiateLibarchive((into, position) => {
    try {
      const size = readSync(decoder.fd, into, 0, into.length, position);
      decoder.onRead?.(size);
      return size;
    } catch (error) {
      // An I/O error is the archive's; anything else (an abort out of onRead) is the caller's and passes through.
      if (error instanceof Error && 'syscall' in error) return -1;
      throw error;
    }
  });
  return decoder;
}

function bytesAt(wasm: LibarchiveExports, pointer: number): Uint8Array {
  if (pointer === 0) return new Uint8Array();
  const memory = new Uint8Array(wasm.memory.buffer);
  return memory.slice(pointer, memory.indexOf(0, pointer));
}
