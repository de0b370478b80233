import { watch, type FSWatcher } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fsPath, nameFromBytes } from '@rumpus/storage';

export interface FolderTreeEvents {
  /** Something at this absolute path came, went or changed. */
  changed(path: string): void;
  /** A part of the tree can't be watched (most likely the system's limit of watches). */
  failed(path: string, error: Error): void;
}

/**
 * Watches a folder and everything below it, one watch a folder. Libraries that watch every file need a hundred thousand watches for
 * a large collection; the system's events for a folder already name its files.
 */
export class FolderTree {
  private readonly watches = new Map<string, FSWatcher>();
  private closed = false;

  constructor(private readonly events: FolderTreeEvents) {}

  /** Number of folders that are watched. */
  get size(): number {
    return this.watches.size;
  }

  /** Watches a folder with all folders in it; links in it are left out. */
  async add(path: string): Promise<void> {
    if (this.closed || this.watches.has(path)) return;
    try {
      const watcher = watch(fsPath(path), { encoding: 'buffer', persistent: false }, (_, name) => this.seen(path, name));
      watcher.on('error', () => this.remove(path));
      this.watches.set(path, watcher);
    } catch (error) {
      this.events.failed(path, error as Error);
      return;
    }
    for (const name of await foldersIn(path)) await this.add(`${path}/${name}`);
  }

  close(): void {
    this.closed = true;
    for (const watcher of this.watches.values()) watcher.close();
    this.watches.clear();
  }

  private seen(folder: string, raw: Buffer | null): void {
    if (raw === null) return;
    const path = `${folder}/${nameFromBytes(raw)}`;
    this.events.changed(path);
    void this.follow(path);
  }

  /** A folder that came is watched from now on; one that went no longer. */
  private async follow(path: string): Promise<void> {
    const isFolder = await readdir(fsPath(path)).then(
      () => true,
      () => false,
    );
    if (isFolder) await this.add(path);
    else this.remove(path);
  }

  private remove(path: string): void {
    for (const [watched, watcher] of this.watches) {
      if (watched !== path && !watched.startsWith(`${path}/`)) continue;
      watcher.close();
      this.watches.delete(watched);
    }
  }
}

/** Folders in a folder, links left out: a link may lead in a circle, and what it leads to is watched where it lies. */
async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(fsPath(path), { withFileTypes: true, encoding: 'buffer' }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => nameFromBytes(entry.name));
}
