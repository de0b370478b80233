import { fnmatch } from './fnmatch.js';

/** Always excluded, whatever `config.yml` says (library-scan spec §2). */
export const BUILT_IN = {
  extensions: ['db', 'ini', 'tmp', 'bak', 'lock', 'log', 'cache', 'crdownload'],
  files: ['.DS_Store', '.localized', '.Trashes', '.stfolder', '@SynoResource', '*:Zone.Identifier', 'gamelist.xml', 'metadata.pegasus.txt'],
  directories: [
    '@eaDir',
    'assets',
    '__MACOSX',
    '#recycle',
    '$RECYCLE.BIN',
    '.Trash-*',
    '.stfolder',
    '.Spotlight-V100',
    '.fseventsd',
    '.DocumentRevisions-V100',
    'System Volume Information',
  ],
} as const;

/** Our own half-written files, and RomM's: never part of a library. */
export const TEMPORARY_PREFIXES = ['.romm_tmp_', '.rumpus-tmp-'] as const;

/** The lists of `exclude.*` in `config.yml`, without the built-in ones. */
export interface ExclusionLists {
  platforms: readonly string[];
  singleFileExtensions: readonly string[];
  singleFileNames: readonly string[];
  multiFileNames: readonly string[];
  partExtensions: readonly string[];
  partNames: readonly string[];
}

export const NO_EXCLUSIONS: ExclusionLists = {
  platforms: [],
  singleFileExtensions: [],
  singleFileNames: [],
  multiFileNames: [],
  partExtensions: [],
  partNames: [],
};

/** Sorted union of built-in and configured values, as `/api/config` shows them. */
export function effectiveExclusions(own: ExclusionLists): Record<keyof ExclusionLists, string[]> {
  const extensions = (list: readonly string[]): string[] => union(BUILT_IN.extensions, list.map(cleanExtension).filter(Boolean));
  return {
    platforms: union(BUILT_IN.directories, own.platforms),
    singleFileExtensions: extensions(own.singleFileExtensions),
    singleFileNames: union(BUILT_IN.files, own.singleFileNames),
    multiFileNames: union(BUILT_IN.directories, own.multiFileNames),
    partExtensions: extensions(own.partExtensions),
    partNames: union(BUILT_IN.files, own.partNames),
  };
}

/** One leading dot is dropped: `.txt`, as RomM's own sample file spells it, would otherwise never match. */
const cleanExtension = (extension: string): string => extension.toLowerCase().replace(/^\./u, '');

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])].sort();

/** Decides what is no part of the library. The rule of each place is library-scan spec §4. */
export class Exclusions {
  private readonly lists: Record<keyof ExclusionLists, string[]>;

  constructor(own: ExclusionLists = NO_EXCLUSIONS) {
    this.lists = effectiveExclusions(own);
  }

  /** A folder of the platforms directory. */
  platformFolder(name: string): boolean {
    return matchesName(name, this.lists.platforms);
  }

  /** A file directly in a platform's games folder, or a firmware file. */
  singleFile(name: string): boolean {
    return isTemporary(name) || endsWithExtension(name, this.lists.singleFileExtensions) || matchesName(name, this.lists.singleFileNames);
  }

  /** A sub-folder of the games folder: a multi-file entry. Case is ignored here, unlike everywhere else. */
  multiFileFolder(name: string): boolean {
    const lower = name.trim().toLowerCase();
    return this.lists.multiFileNames.some((entry) => same(lower, entry.trim().toLowerCase()));
  }

  /** A file anywhere inside a multi-file entry; its folders are never excluded by name. */
  part(name: string): boolean {
    return isTemporary(name) || endsWithExtension(name, this.lists.partExtensions) || matchesName(name, this.lists.partNames);
  }

  /** Something the watcher saw: any component of its path may rule it out. */
  watchedPath(components: readonly string[]): boolean {
    return components.some(
      (name) =>
        isTemporary(name) ||
        matchesName(name, this.lists.singleFileNames) ||
        matchesName(name, this.lists.multiFileNames) ||
        matchesName(name, this.lists.partNames),
    );
  }
}

/** A member of an archive, by its full path in it: only the built-in lists count (library-scan spec §4). */
export function isExcludedMember(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return endsWithExtension(name, BUILT_IN.extensions) || matchesName(name, BUILT_IN.files);
}

const isTemporary = (name: string): boolean => TEMPORARY_PREFIXES.some((prefix) => name.startsWith(prefix));

function endsWithExtension(name: string, extensions: readonly string[]): boolean {
  const lower = name.toLowerCase();
  return extensions.some((extension) => lower.endsWith(`.${extension}`));
}

const matchesName = (name: string, patterns: readonly string[]): boolean => patterns.some((pattern) => same(name, pattern));

const same = (name: string, pattern: string): boolean => name === pattern || fnmatch(name, pattern);
