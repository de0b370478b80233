import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { SafeRoot, writeAtomic } from '@rumpus/storage';
import { safeSegment } from '../core/file-name.js';
import type { Playlist } from '../core/models.js';
import { writeM3u, type M3uEntry } from '../core/m3u.js';

/** M3U files of kept playlists, below `permanent/` (music-proxy spec §5.9). */
export class PlaylistFiles {
  private readonly root: SafeRoot;

  /** @param options name of the folder below `permanent/`, and the files' ending; asked at each use */
  constructor(
    downloadPath: string,
    private readonly options: () => { directory: string; extension: string },
  ) {
    this.root = new SafeRoot(downloadPath);
  }

  private get folder(): string {
    return posix.join('permanent', safeSegment(this.options().directory));
  }

  /**
   * Writes a playlist in one step; the same playlist again replaces its file, another of the same name gets a name of its own.
   * @param entries paths relative to the download folder
   * @returns the file's path relative to the download folder
   */
  async write(playlist: Playlist, entries: readonly M3uEntry[]): Promise<string> {
    const mark = `#RUMPUS:${playlist.provider}-${playlist.id}`;
    const name = safeSegment(playlist.name, 180);
    const { extension } = this.options();
    const plain = posix.join(this.folder, `${name}.${extension}`);
    const path = (await this.owner(plain, mark)) ? plain : posix.join(this.folder, `${name} [${safeSegment(`${playlist.provider}-${playlist.id}`, 60)}].${extension}`);
    const target = await this.root.resolve(path);
    await mkdir(dirname(target), { recursive: true });
    const relative = entries.map((entry) => ({ ...entry, path: posix.relative(this.folder, entry.path) }));
    const [header = '', ...rest] = writeM3u(playlist.name, relative).split('\n');
    await writeAtomic(target, [header, mark, ...rest].join('\n'));
    return path;
  }

  /** Whether a file is free or already this playlist's. */
  private async owner(path: string, mark: string): Promise<boolean> {
    const text = await readFile(join(this.root.root, path), 'utf8').catch(() => undefined);
    return text === undefined || text.split('\n')[1] === mark;
  }
}
