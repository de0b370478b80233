import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Writable } from 'node:stream';

import { crc32 } from 'node:zlib';
import { contentDisposition } from '../http/content-disposition.js';
import { pump, write } from '../http/pump.js';
import type { ByteRange } from '../http/range.js';
import { sendRanged } from '../http/send-file.js';
import { fsPath } from '../paths/raw-names.js';
import { ZipLayout, type ZipEntry } from './layout.js';

/** Checksums of files that were sent whole, so that a resumed download needn't read them again. */
const KNOWN_CRCS = 10_000;
const knownCrcs = new Map<string, number>();

/**
 * Answers a GET or HEAD with a store-only zip of `entries`, made while it is sent: exact `Content-Length`, one byte range,
 * strong validators. A part from the middle starts at once; checksums of entries that it skips are computed when the
 * directory at the end needs them (library-api spec §9.1 asks for a resumable archive of several files).
 */
export async function sendZip(request: IncomingMessage, response: ServerResponse, fileName: string, entries: readonly ZipEntry[]): Promise<void> {
  const layout = new ZipLayout(entries);
  response.setHeader('Content-Type', 'application/zip');
  response.setHeader('Content-Disposition', contentDisposition('attachment', fileName));
  await sendRanged(request, response, { size: layout.size, validators: layout.validators }, (part) => writeZipPart(layout, part, response));
}

/** Writes the bytes `start..end` (inclusive) of the archive into `sink`. */
export async function writeZipPart(layout: ZipLayout, { start, end }: ByteRange, sink: Writable): Promise<void> {
  const crcOf = async (index: number): Promise<number> => crcOfEntry(entryAt(layout, index));
  for (const segment of layout.segments) {
    const from = Math.max(start - segment.offset, 0);
    const to = Math.min(end - segment.offset + 1, segment.length);
    if (from >= to) continue;
    if ('entry' in segment.content) await writeContent(entryAt(layout, segment.content.entry), from, to, sink);
    else await write(sink, (await segment.content.make(crcOf)).subarray(from, to));
  }
}

const entryAt = (layout: ZipLayout, index: number): ZipEntry => {
  const entry = layout.entries[index];
  if (entry === undefined) throw new RangeError(`The archive has no entry ${index}`);
  return entry;
};

async function writeContent(entry: ZipEntry, from: number, to: number, sink: Writable): Promise<void> {
  if ('data' in entry) {
    await write(sink, entry.data.subarray(from, to));
    return;
  }
  const whole = from === 0 && to === entry.size;
  let crc = 0;
  const file = await open(fsPath(entry.path), 'r');
  try {
    await pump(file, from, to - from, sink, whole ? (chunk) => (crc = crc32(chunk, crc)) : undefined);
  } finally {
    await file.close();
  }
  if (whole) remember(entry, crc);
}

async function crcOfEntry(entry: ZipEntry): Promise<number> {
  if ('data' in entry) return crc32(entry.data);
  if (entry.size === 0) return 0;
  const known = knownCrcs.get(keyOf(entry));
  if (known !== undefined) return known;
  let crc = 0;
  const file = await open(fsPath(entry.path), 'r');
  try {
    await pump(file, 0, entry.size, discard(), (chunk) => (crc = crc32(chunk, crc)));
  } finally {
    await file.close();
  }
  remember(entry, crc);
  return crc;
}

const discard = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

const keyOf = (entry: ZipEntry): string => `${'path' in entry ? entry.path : ''}\0${entry.size}\0${entry.modified.getTime()}`;

function remember(entry: ZipEntry, crc: number): void {
  if (knownCrcs.size >= KNOWN_CRCS) {
    const oldest = knownCrcs.keys().next();
    if (!oldest.done) knownCrcs.delete(oldest.value);
  }
  knownCrcs.set(keyOf(entry), crc);
}

