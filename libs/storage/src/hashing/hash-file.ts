import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { Worker } from 'node:worker_threads';
import { fsPath } from '../paths/raw-names.js';
import { ContentDigests, hexOfCrc, type Digests } from './content-digests.js';
import { ChunkRing } from './ring.js';

/** From this size on a second thread pays. */
const LANE_THRESHOLD = 16 * 1024 * 1024;
const LANE_START_MS = 2000;
const CHUNK = 256 * 1024;

export interface HashFileOptions {
  /** Compute MD5 in a second thread beside SHA-1 and CRC32 for large files. Only inside a worker thread: it blocks. */
  twoLanes?: boolean;
  /** Called after every chunk with its size in bytes. */
  onChunk?: (bytes: number) => void;
}

/** What hashing a file found. */
export interface FileDigests extends Digests {
  /** The file grew, shrank or was touched while it was read: the digests are of no state it ever had for sure. */
  changed: boolean;
}

const scratch = (): Buffer => (buffer ??= Buffer.allocUnsafeSlow(CHUNK));
let buffer: Buffer | undefined;
let lane: ChunkRing | 'broken' | undefined;

/**
 * CRC32, MD5 and SHA-1 of a file in one read. Synchronous, so it belongs into a worker thread; `hashFile` is the one for
 * everybody else. Flat memory whatever the size.
 * @throws the file system's error (`ENOENT`, `EACCES`, `EIO`, `EISDIR` …).
 */
export function hashFileSync(path: string, options: HashFileOptions = {}): FileDigests {
  const fd = openSync(fsPath(path), 'r');
  try {
    const before = fstatSync(fd);
    const ring = options.twoLanes && before.size >= LANE_THRESHOLD ? md5Lane() : undefined;
    const digests = ring ? readTwoLanes(fd, before.size, ring, options.onChunk) : readOneLane(fd, before.size, options.onChunk);
    const after = fstatSync(fd);
    return { ...digests, changed: digests.size !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs };
  } finally {
    closeSync(fd);
  }
}

function readOneLane(fd: number, end: number, onChunk?: (bytes: number) => void): Digests {
  const digests = new ContentDigests();
  const chunk = scratch();
  let total = 0;
  // Never beyond the size it had: a file that is being written must not keep its reader for ever.
  while (total < end) {
    const size = readSync(fd, chunk, 0, Math.min(CHUNK, end - total), null);
    if (size === 0) break;
    digests.update(chunk.subarray(0, size));
    total += size;
    onChunk?.(size);
  }
  return digests.finish();
}

function readTwoLanes(fd: number, end: number, ring: ChunkRing, onChunk?: (bytes: number) => void): Digests {
  const sha1 = createHash('sha1');
  let crc = 0;
  let total = 0;
  try {
    while (total < end) {
      const slot = ring.freeSlot();
      const size = readSync(fd, slot, 0, Math.min(slot.length, end - total), null);
      if (size === 0) break;
      const chunk = slot.subarray(0, size);
      ring.publish(size);
      crc = crc32(chunk, crc);
      sha1.update(chunk);
      total += size;
      onChunk?.(size);
    }
  } catch (error) {
    ring.abandon();
    throw error;
  }
  return { crc32: hexOfCrc(crc), md5: ring.finish().toString('hex'), sha1: sha1.digest('hex'), size: total };
}

/** This thread's MD5 helper, started at the first large file; undefined when it can't come up. */
function md5Lane(): ChunkRing | undefined {
  if (!lane) {
    const ring = new ChunkRing();
    const worker = new Worker(new URL('./md5-lane-worker.js', import.meta.url), {
      workerData: { memory: ring.memory },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
    });
    worker.unref();
    worker.on('error', () => (lane = 'broken'));
    lane = ring;
  }
  if (lane === 'broken') return undefined;
  if (lane.awaitReader(LANE_START_MS)) return lane;
  lane = 'broken';
  return undefined;
}
