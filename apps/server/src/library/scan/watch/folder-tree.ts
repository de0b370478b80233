import { watch, type FSWatcher } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
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

  /** @param follows whether a link to a folder is watched as the folder it leads to; by its absolute path */
  constructor(
    private readonly events: FolderTreeEvents,
    private readonly follows: (path: string) => boolean = () => false,
  ) {}

  /** Number of folders that are watched. */
  get size(): number {
    return this.watches.size;
  }

  /** Watches a folder with all folders in it. Links are left out unless they are to be followed, and never followed in a circle. */
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
    for (const child of await this.foldersIn(path)) await this.add(child);
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
    const found = await lstat(fsPath(path)).catch(() => undefined);
    if (found?.isDirectory() || (found?.isSymbolicLink() && (await this.leadsOn(path)))) await this.add(path);
    else this.remove(path);
  }

  private async foldersIn(path: string): Promise<string[]> {
    const folders: string[] = [];
    for (const entry of await readdir(fsPath(path), { withFileTypes: true, encoding: 'buffer' }).catch(() => [])) {
      const child = `${path}/${nameFromBytes(entry.name)}`;
      if (entry.isDirectory() || (entry.isSymbolicLink() && (await this.leadsOn(child)))) folders.push(child);
    }
    return folders;
  }

  /** Whether a link leads to a folder that is to be watched, and not back to one it lies in. */
  private async leadsOn(path: string): Promise<boolean> {
    if (!this.follows(path)) return false;
    try {
      const target = await realpath(fsPath(path), 'utf8');
      const lies = await realpath(fsPath(dirname(path)), 'utf8');
      return (await stat(target)).isDirectory() && lies !== target && !lies.startsWith(`${target}/`);
    } catch {
      return false;
    }
  }

  private remove(path: string): void {
    for (const [watched, watcher] of this.watches) {
      if (watched !== path && !watched.startsWith(`${path}/`)) continue;
      watcher.close();
      this.watches.delete(watched);
    }
  }
}
