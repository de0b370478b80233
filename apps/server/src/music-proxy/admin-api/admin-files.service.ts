import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { conflict, notFound } from '@rumpus/errors';
import { SafeRoot, type ZipEntry } from '@rumpus/storage';
import { MusicProxy } from '../music-proxy.js';
import { besideFile } from '../core/lrc.js';
import { containerOf } from '../providers/provider.js';
import type { Storage } from '../store/entities.js';
import type { FileList } from './admin.dto.js';

/** Downloaded files as the admin sees them. Paths are relative to the download folder, `kept/…`. */
@Injectable()
export class AdminFilesService {
  constructor(private readonly proxy: MusicProxy) {}

  async list(storage: Storage): Promise<FileList> {
    const found = await this.walk(storage);
    const files = found.map(({ path, size, modified, hasLyrics }) => {
      const [, artist = '', album = ''] = path.split('/');
      return { path, artist, album, fileName: basename(path), size, sizeFormatted: readable(size), lastModified: modified.toISOString(), extension: extname(path), hasLyrics };
    });
    const totalSize = files.reduce((sum, file) => sum + file.size, 0);
    return { files, totalSize, totalSizeFormatted: readable(totalSize), count: files.length };
  }

  /** The absolute path of a sound file. @throws DomainError `invalid` outside of the folder, `not-found` */
  async file(path: string): Promise<string> {
    this.demandSound(path);
    return await this.root.existing(path);
  }

  /** Removes a file and its record. @throws DomainError `conflict` while it is being played */
  async remove(path: string): Promise<void> {
    await this.file(path);
    const track = await this.proxy.tracks.byPath(path);
    if (track && this.proxy.downloads.isInUse({ kind: 'song', provider: track.provider, id: track.externalId })) throw conflict('This file is being played');
    await this.proxy.placement.remove(path);
    if (track) await this.proxy.tracks.delete(track.id);
  }

  /** Everything of a storage, for a zip. */
  async entries(storage: Storage): Promise<ZipEntry[]> {
    const found = await this.walk(storage);
    return found.map(({ path, size, modified, absolute }) => ({ name: path.slice(storage.length + 1), path: absolute, size, modified }));
  }

  private async walk(storage: Storage) {
    const folder = join(this.root.root, storage);
    const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    const files = names.filter((entry) => entry.isFile() && containerOf(entry.name));
    const words = new Set(names.filter((entry) => entry.isFile() && entry.name.endsWith('.lrc')).map((entry) => join(entry.parentPath, entry.name)));
    const found = await Promise.all(
      files.map(async (entry) => {
        const absolute = join(entry.parentPath, entry.name);
        const info = await stat(absolute).catch(() => undefined);
        return info && { absolute, path: absolute.slice(this.root.root.length + 1), size: info.size, modified: info.mtime, hasLyrics: words.has(besideFile(absolute)) };
      }),
    );
    return found.filter((file) => file !== undefined).sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Only sound files below a storage folder: not parts, not notes, not what others put there. */
  private demandSound(path: string): void {
    this.root.lexical(path);
    if (!/^(?:kept|cache|permanent)\//.test(path) || !containerOf(path)) throw notFound('There is no such file');
  }

  private get root(): SafeRoot {
    return new SafeRoot(this.proxy.placement.downloadPath);
  }
}

/** `3.4 MB`. */
export function readable(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${step === 0 ? bytes : (bytes / 1024 ** step).toFixed(1)} ${units[step] ?? 'B'}`;
}
