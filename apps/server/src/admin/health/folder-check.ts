import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderCheck } from './health.dto.js';

const can = (path: string, mode: number): Promise<boolean> => access(path, mode).then(() => true, () => false);

/**
 * Looks at a folder the way a newcomer's set-up goes wrong: not there, not readable, not writable, nearly full, or on a file system that takes
 * `a` and `A` for one name.
 * @param needsWrite true for the server's own folders, which it makes when they are missing; a library may be read-only
 */
export async function checkFolder(name: FolderCheck['name'], path: string, needsWrite: boolean): Promise<FolderCheck> {
  // What goes wrong here shows in the answer: the folder is still not there.
  if (needsWrite) await mkdir(path, { recursive: true }).catch(() => undefined);
  const exists = await stat(path).then((found) => found.isDirectory(), () => false);
  if (!exists) return { name, path, exists, readable: false, writable: false, free_bytes: null, case_sensitive: null, problem: `${path} is not a folder that this server can see` };
  const readable = await can(path, constants.R_OK | constants.X_OK);
  const probe = await probeWrite(path);
  const free = await statfs(path).then(({ bavail, bsize }) => bavail * bsize, () => null);
  const problem = !readable ? `${path} can't be read by this server` : needsWrite && probe === null ? `${path} can't be written by this server` : null;
  return { name, path, exists, readable, writable: probe !== null, free_bytes: free, case_sensitive: probe?.caseSensitive ?? null, problem };
}

/** Writes, looks for the other spelling, removes. Null when nothing can be written. */
async function probeWrite(folder: string): Promise<{ caseSensitive: boolean } | null> {
  const word = randomUUID();
  const file = join(folder, `.rumpus-probe-${word}`);
  try {
    await writeFile(file, '');
    const other = await stat(join(folder, `.RUMPUS-PROBE-${word}`)).then(() => true, () => false);
    return { caseSensitive: !other };
  } catch {
    // Not writable is an answer here, not a fault.
    return null;
  } finally {
    await rm(file, { force: true }).catch(() => undefined);
  }
}
