import { access, link, copyFile, mkdir, open, readFile, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, extname, join, relative, sep } from 'node:path';
import { SafeRoot } from '@rumpus/storage';
import { trackPath } from '../core/file-name.js';
import { besideFile, wordsMark } from '../core/lrc.js';
import type { Song } from '../core/models.js';
import type { Storage } from '../store/entities.js';

/** Puts finished files where they belong, and takes them away again (music-proxy spec §5.1, §5.2). Paths are relative to the root. */
export class Placement {
  private readonly root: SafeRoot;

  constructor(readonly downloadPath: string) {
    this.root = new SafeRoot(downloadPath);
  }

  /** Absolute path of a stored file. @throws DomainError `invalid` when it would leave the root, also by a link */
  absolute(path: string): Promise<string> {
    return this.root.resolve(path);
  }

  /** Whether a stored file is there. */
  async exists(path: string): Promise<boolean> {
    return await access(await this.absolute(path)).then(
      () => true,
      () => false,
    );
  }

  /**
   * Moves a finished file into place.
   * @param previous where an earlier download of the same track lies; it is replaced
   * @param isTaken whether another track owns a path
   * @returns its path relative to the root
   */
  async place(from: string, storage: Storage, song: Song, extension: string, previous: string | undefined, isTaken: (path: string) => Promise<boolean>): Promise<string> {
    const wanted = `${storage}/${trackPath(song, extension)}`;
    const path = previous?.startsWith(`${storage}/`) === true && extname(previous) === `.${extension}` ? previous : await this.free(wanted, isTaken);
    const target = await this.absolute(path);
    await mkdir(dirname(target), { recursive: true });
    await sync(from);
    await rename(from, target);
    if (previous !== undefined && previous !== path) await this.remove(previous);
    return path;
  }

  /** A second name for a stored file, or a copy when the file systems differ. */
  async duplicate(path: string, storage: Storage, isTaken: (path: string) => Promise<boolean>): Promise<string> {
    const copy = await this.free(`${storage}/${path.slice(path.indexOf('/') + 1)}`, isTaken);
    const [source, target] = await Promise.all([this.absolute(path), this.absolute(copy)]);
    await mkdir(dirname(target), { recursive: true });
    await rm(target, { force: true });
    await link(source, target).catch(async () => {
      const temporary = `${target}.rumpus-part`;
      await copyFile(source, temporary);
      await sync(temporary);
      await rename(temporary, target);
    });
    return copy;
  }

  /** Removes a file, the words we put beside it, and the folders it leaves empty. */
  async remove(path: string): Promise<void> {
    const target = await this.absolute(path);
    await rm(target, { force: true });
    const words = besideFile(target);
    if ((await readFile(words, 'utf8').catch(() => '')).startsWith(wordsMark)) await rm(words, { force: true });
    for (let folder = dirname(target); relative(this.downloadPath, folder).includes(sep); folder = dirname(folder)) {
      const left = await readdir(folder).catch(() => ['?']);
      if (left.some((name) => name !== 'cover.jpg')) return;
      await rm(join(folder, 'cover.jpg'), { force: true });
      await rmdir(folder).catch(() => undefined);
    }
  }

  private async free(wanted: string, isTaken: (path: string) => Promise<boolean>): Promise<string> {
    const extension = extname(wanted);
    for (let n = 0; ; n += 1) {
      const path = n === 0 ? wanted : `${wanted.slice(0, -extension.length)} (${n})${extension}`;
      // A file nobody owns is a leftover of ours or a stranger's; a stranger's file is never overwritten.
      if (!(await isTaken(path)) && !(await this.exists(path))) return path;
    }
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.sync();
  await handle.close();
}
