import { WorkerPool } from '../workers/worker-pool.js';
import type { FileDigests } from './hash-file.js';

let pool: WorkerPool | undefined;

/**
 * CRC32, MD5 and SHA-1 of a file, computed in a worker thread in one read. For single files: uploads, downloads, saves.
 * @throws the file system's error, `TaskGivenUpError` when the disk doesn't answer, an `AbortError`.
 */
export function hashFile(path: string, options: { signal?: AbortSignal } = {}): Promise<FileDigests> {
  pool ??= new WorkerPool({ script: new URL('./hash-worker.js', import.meta.url), size: 1 });
  return pool.run<FileDigests>('hash-file', { path }, options);
}
