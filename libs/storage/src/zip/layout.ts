import { createHash } from 'node:crypto';
import type { Validators } from '../http/conditional.js';
import {
  centralHeader,
  centralHeaderLength,
  descriptor,
  descriptorLength,
  endRecords,
  localHeader,
  localHeaderLength,
  type RecordEntry,
} from './records.js';

/** One file of an archive: from disk (`path`) or from memory (`data`). */
export type ZipEntry = {
  /** Path inside of the archive, with slashes. */
  readonly name: string;
  readonly size: number;
  readonly modified: Date;
} & ({ readonly path: string } | { readonly data: Buffer });

/** The checksum of the n-th entry's bytes. */
export type CrcOf = (index: number) => Promise<number>;

/** A run of bytes of the archive: either made on demand, or the content of an entry. */
export interface Segment {
  readonly offset: number;
  readonly length: number;
  readonly content: { readonly entry: number } | { readonly make: (crcOf: CrcOf) => Buffer | Promise<Buffer> };
}

/**
 * Where every byte of a store-only zip lies, known before the first byte is read: that gives a download its right
 * `Content-Length` and lets any part of the archive be produced without building it first.
 */
export class ZipLayout {
  readonly size: number;
  readonly segments: readonly Segment[];

  constructor(readonly entries: readonly ZipEntry[]) {
    const segments: Segment[] = [];
    const records: RecordEntry[] = [];
    let offset = 0;
    const add = (length: number, content: Segment['content']): void => {
      if (length > 0) segments.push({ offset, length, content });
      offset += length;
    };
    for (const [index, { name, size, modified }] of entries.entries()) {
      const record: RecordEntry = { name: Buffer.from(name), size, modified, offset };
      records.push(record);
      add(localHeaderLength(record), { make: () => localHeader(record) });
      add(size, { entry: index });
      add(descriptorLength(record), { make: async (crcOf) => descriptor(record, await crcOf(index)) });
    }
    const start = offset;
    for (const [index, record] of records.entries()) {
      add(centralHeaderLength(record), { make: async (crcOf) => centralHeader(record, await crcOf(index)) });
    }
    const end = endRecords({ count: entries.length, offset: start, length: offset - start });
    add(end.length, { make: () => end });
    this.segments = segments;
    this.size = offset;
  }

  /** Changes whenever a name, size or time of an entry does. */
  get validators(): Validators {
    const hash = createHash('sha256');
    let newest = 0;
    for (const { name, size, modified } of this.entries) {
      hash.update(`${name}\0${size}\0${modified.getTime()}\n`);
      newest = Math.max(newest, modified.getTime());
    }
    return { etag: `"zip-${hash.digest('hex').slice(0, 32)}"`, lastModified: new Date(Math.floor(newest / 1000) * 1000) };
  }
}
