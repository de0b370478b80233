import type { Dirent } from 'node:fs';
import { mkdir, opendir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CONFIG, RommFile, type Config } from '@rumpus/config';
import { invalid } from '@rumpus/errors';
import { fsPath, nameFromBytes, SafeRoot } from '@rumpus/storage';
import { Inject, Injectable } from '@nestjs/common';
import { Exclusions } from '../scan/exclusions/exclusions.js';
import { byCodePoint } from '../shared/wire.js';

/** How the library is laid out: `roms/<platform>` (A) or `<platform>/roms` (B); null while nothing tells (library-scan spec §1). */
export type LibraryStructure = 'struct_a' | 'struct_b' | null;

/** Where things lie in the library folder, by the configuration as it is now. Paths are relative to the library, with slashes. */
@Injectable()
export class LibraryLayout {
  readonly root: SafeRoot;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly file: RommFile,
  ) {
    // Links inside of the library are how people mount storage into it.
    this.root = new SafeRoot(config.library.path, { allowLinks: true });
  }

  /** A wins when the top-level games folder exists, whatever platform folders hold. */
  async structure(): Promise<LibraryStructure> {
    const { romsFolder } = this.file.current().filesystem;
    if (await isFolder(join(this.root.root, romsFolder))) return 'struct_a';
    for (const name of await foldersIn(this.root.root)) if (await isFolder(join(this.root.root, name, romsFolder))) return 'struct_b';
    return null;
  }

  /** Folder of a platform's games: `roms/gba` or `gba/roms`. An undecided library counts as A. */
  async gamesPath(fsSlug: string): Promise<string> {
    return this.#path(await this.structure(), this.file.current().filesystem.romsFolder, fsSlug);
  }

  /** Folder of a platform's firmware: `bios/gba` or `gba/bios`. */
  async firmwarePath(fsSlug: string): Promise<string> {
    return this.#path(await this.structure(), this.file.current().filesystem.firmwareFolder, fsSlug);
  }

  /** Folder names of the platforms on disk, sorted; excluded ones are never opened. */
  async platformFolders(): Promise<string[]> {
    const structure = await this.structure();
    if (structure === null) return [];
    const { romsFolder } = this.file.current().filesystem;
    const exclusions = this.exclusions();
    const parent = structure === 'struct_a' ? join(this.root.root, romsFolder) : this.root.root;
    const names = await foldersIn(parent, (name) => !exclusions.platformFolder(name));
    if (structure === 'struct_a') return names;
    const withGames = await Promise.all(names.map((name) => isFolder(join(parent, name, romsFolder))));
    return names.filter((_, index) => withGames[index]);
  }

  /**
   * The folder that keeps the library from being read, with the file system's error: the library's own or the one of all games. Without
   * this an unreadable library would look like an empty one.
   */
  async unreadable(): Promise<{ folder: string; error: NodeJS.ErrnoException } | undefined> {
    const games = join(this.root.root, this.file.current().filesystem.romsFolder);
    for (const folder of [this.root.root, games]) {
      try {
        await (await opendir(fsPath(folder))).close();
      } catch (caught) {
        const error = caught as NodeJS.ErrnoException;
        // No such folder of games: then it is structure B, or nobody has decided yet.
        if (folder !== games || (error.code !== 'ENOENT' && error.code !== 'ENOTDIR')) return { folder, error };
      }
    }
    return undefined;
  }

  /** How many entries (files or folders) a platform's games folder holds, exclusions aside. */
  async countEntries(fsSlug: string): Promise<number> {
    return (await this.entryNames(fsSlug)).length;
  }

  /** Names of the entries (files or folders) in a platform's games folder, exclusions aside. */
  async entryNames(fsSlug: string): Promise<string[]> {
    const exclusions = this.exclusions();
    const entries = await list(join(this.root.root, await this.gamesPath(fsSlug)));
    return entries.filter(({ name, folder }) => (folder ? !exclusions.multiFileFolder(name) : !exclusions.singleFile(name))).map(({ name }) => name);
  }

  /**
   * Makes the games folder of a platform; one that exists is fine.
   * @returns whether it was made
   * @throws DomainError `invalid` for a name that is no plain folder name
   */
  async createPlatformFolder(fsSlug: string): Promise<boolean> {
    assertFolderName(fsSlug);
    const path = await this.root.resolve(await this.gamesPath(fsSlug));
    return (await mkdir(fsPath(path), { recursive: true })) !== undefined;
  }

  /** Makes the games folder of structure A, so that the library is decided. */
  async createStructureA(): Promise<void> {
    await mkdir(join(this.root.root, this.file.current().filesystem.romsFolder), { recursive: true });
  }

  /** The exclusions that are in force now. */
  exclusions(): Exclusions {
    const { excluded } = this.file.current();
    return new Exclusions({
      platforms: excluded.EXCLUDED_PLATFORMS,
      singleFileExtensions: excluded.EXCLUDED_SINGLE_EXT,
      singleFileNames: excluded.EXCLUDED_SINGLE_FILES,
      multiFileNames: excluded.EXCLUDED_MULTI_FILES,
      partExtensions: excluded.EXCLUDED_MULTI_PARTS_EXT,
      partNames: excluded.EXCLUDED_MULTI_PARTS_FILES,
    });
  }

  #path(structure: LibraryStructure, kind: string, fsSlug: string): string {
    return structure === 'struct_b' ? `${fsSlug}/${kind}` : `${kind}/${fsSlug}`;
  }
}

/** A platform's folder name comes from outside and becomes a path. */
export function assertFolderName(name: string): void {
  const plain = name !== '' && name !== '.' && name !== '..' && !/[/\\\p{Cc}\p{Cs}]/u.test(name) && name.trim() === name && Buffer.byteLength(name) <= 255;
  if (!plain) throw invalid(`'${name.slice(0, 100)}' is not a folder name`, 'fs_slug');
}

const isFolder = async (path: string): Promise<boolean> => stat(fsPath(path)).then((found) => found.isDirectory(), () => false);

async function foldersIn(path: string, wanted: (name: string) => boolean = () => true): Promise<string[]> {
  return (await list(path, wanted)).filter(({ folder }) => folder).map(({ name }) => name).sort(byCodePoint);
}

interface Entry {
  readonly name: string;
  readonly folder: boolean;
}

/** Entries of a folder, links followed; an unreadable or missing folder has none. Unwanted names are not touched. */
async function list(path: string, wanted: (name: string) => boolean = () => true): Promise<Entry[]> {
  const entries = await readdir(fsPath(path), { withFileTypes: true, encoding: 'buffer' }).catch((): Dirent<Buffer>[] => []);
  const named = entries.map((entry) => ({ entry, name: nameFromBytes(entry.name) })).filter(({ name }) => wanted(name));
  return Promise.all(named.map(async ({ entry, name }) => ({ name, folder: entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(join(path, name)))) })));
}
