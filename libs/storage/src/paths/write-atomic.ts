import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { fsPath } from './raw-names.js';

/** How the names of our half-written files begin; scans and clean-ups know it. */
export const TEMPORARY_PREFIX = '.rumpus-tmp-';

export interface WriteAtomicOptions {
  /** Permission bits of the new file; 0644 unless told. */
  mode?: number;
  signal?: AbortSignal;
}

/**
 * Writes a whole file so that after a crash, a full disk or an abort there is the old content or the new one: into a
 * temporary file beside the target, fsync, rename, fsync of the folder. The temporary file goes away on any failure.
 */
export async function writeAtomic(path: string, content: string | Uint8Array | Readable, options: WriteAtomicOptions = {}): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, temporaryName(path));
  const handle = await open(fsPath(temporary), 'wx', options.mode ?? 0o644);
  try {
    try {
      if (typeof content === 'string' || content instanceof Uint8Array) {
        await handle.writeFile(content, { signal: options.signal });
      } else {
        for await (const chunk of content as AsyncIterable<string | Uint8Array>) {
          options.signal?.throwIfAborted();
          await handle.appendFile(chunk);
        }
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    options.signal?.throwIfAborted();
    await rename(fsPath(temporary), fsPath(path));
  } catch (error) {
    await rm(fsPath(temporary), { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** Makes a rename last: without it a power cut may bring the old name back. Not every file system can; that is no failure. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(fsPath(folder), 'r').catch(() => undefined);
  if (!handle) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}

/** Short enough for any target whose own name is legal. */
const temporaryName = (path: string): string => `${TEMPORARY_PREFIX}${randomUUID()}${basename(path).length < 100 ? `-${basename(path)}` : ''}`;
