import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a tree of links was made of; kept in it, so that it is only made anew when names have changed. */
const MARK = '.rumpus-view.json';
const MAX_DEPTH = 32;

/** Names that differ only in case: only the first of them can be in a lower-case tree. */
export interface NameClash {
  path: string;
  hides: string;
}

interface Entry {
  /** Below the source, as it is spelt there. */
  path: string;
  folder: boolean;
}

async function walk(source: string, below = '', depth = 0): Promise<Entry[]> {
  const found: Entry[] = [];
  const entries = await readdir(join(source, below), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(below, entry.name);
    // Links are left out: they could lead out of the mod.
    if (entry.isDirectory() && depth < MAX_DEPTH) found.push({ path, folder: true }, ...(await walk(source, path, depth + 1)));
    else if (entry.isFile()) found.push({ path, folder: false });
  }
  return found;
}

/** The entries by their lower-case path. Folders that differ only in case become one. */
function lowered(entries: readonly Entry[]): { wanted: Map<string, Entry>; clashes: NameClash[] } {
  const wanted = new Map<string, Entry>();
  const clashes: NameClash[] = [];
  for (const entry of entries) {
    const path = entry.path.toLowerCase();
    const known = wanted.get(path);
    if (known === undefined) wanted.set(path, entry);
    else if (!known.folder || !entry.folder) clashes.push({ path: known.path, hides: entry.path });
  }
  return { wanted, clashes };
}

/**
 * Makes a folder that shows another one with all names in lower case: real folders, links to the files. The original is
 * not touched, so an update of it finds what it left, and changed contents show at once.
 *
 * @returns names that are hidden by others
 */
export async function makeLowerCaseTree(source: string, target: string): Promise<NameClash[]> {
  const entries = await walk(source);
  const { wanted, clashes } = lowered(entries);
  const mark = createHash('sha256').update(JSON.stringify([source, entries])).digest('hex');
  if ((await readFile(join(target, MARK), 'utf8').catch(() => '')) === mark) return clashes;
  const fresh = `${target}.${randomUUID().slice(0, 8)}`;
  await mkdir(fresh, { recursive: true, mode: 0o755 });
  try {
    for (const [path, entry] of wanted) {
      if (entry.folder) await mkdir(join(fresh, path), { recursive: true });
      else await symlink(join(source, entry.path), join(fresh, path));
    }
    await writeFile(join(fresh, MARK), mark);
    // A server that runs has its files open; the old tree may go.
    const old = `${fresh}.old`;
    await rename(target, old).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    });
    await rename(fresh, target);
    await rm(old, { recursive: true, force: true });
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw error;
  }
  return clashes;
}
