import { opendirSync, readdirSync, realpathSync, statSync, type BigIntStats, type Dirent } from 'node:fs';
import { join, sep } from 'node:path';
import { fsPath, nameFromBytes } from '@rumpus/storage';
import { Exclusions, type ExclusionLists } from '../exclusions/exclusions.js';
import { byCodePoint } from '../names/file-names.js';

/** Stored length of a path (library-scan spec §1). */
const PATH_LENGTH = 1000;
const MAX_DEPTH = 64;

/** Something the walk could not take in; it goes on without it. */
export interface WalkProblem {
  /** Relative to the library. */
  path: string;
  problem: 'unreadable' | 'broken-link' | 'link-loop' | 'link-outside' | 'special-file' | 'too-long' | 'too-deep' | 'gone';
  message: string;
}

/** One entry of a games folder. */
export interface ListedEntry {
  name: string;
  folder: boolean;
}

/** The content of a games folder, sorted by name. */
export interface ListedFolder {
  entries: ListedEntry[];
  problems: WalkProblem[];
}

/** Some entries with their files. */
export interface DescribedEntries {
  entries: FoundEntry[];
  problems: WalkProblem[];
  /** How many of the names were looked at: the first ones. */
  taken: number;
}

/** A file as it lies on disk. */
export interface FoundFile {
  name: string;
  /** Its folder, relative to the library. */
  path: string;
  size: number;
  /** Modification time, nanoseconds as text: more than a number holds. */
  mtimeNs: string;
  inode: string;
}

/** An entry with its files. */
export interface FoundEntry {
  name: string;
  folder: boolean;
  /** Sorted by path and name. */
  files: FoundFile[];
  /** A part of the folder could not be read: what is not listed may still be there. */
  incomplete: boolean;
}

/** What a walk needs to know of the library. */
export interface WalkContext {
  /** Absolute path of the library. */
  root: string;
  exclusions: ExclusionLists;
  /** Links may lead anywhere, not only to where library and platform folder themselves lie. */
  linksAnywhere: boolean;
}

/**
 * The entries of a platform's games folder (library-scan spec §6), in code-point order.
 * @param gamesPath relative to the library
 * @param moved called after every entry: a slow disk that gets on is not stuck
 * @throws the file system's error when the folder itself can't be read
 */
export function listEntries(context: WalkContext, gamesPath: string, moved?: () => void): ListedFolder {
  const walk = new Walk(context, gamesPath, moved);
  const entries = [...entriesOf(walk, gamesPath)].sort((a, b) => byCodePoint(a.name, b.name));
  return { entries, problems: walk.problems };
}

/** How many entries a platform's games folder holds. @throws the file system's error when the folder can't be read */
export function countEntries(context: WalkContext, gamesPath: string, moved?: () => void): number {
  let count = 0;
  for (const _entry of entriesOf(new Walk(context, gamesPath, moved), gamesPath)) count++;
  return count;
}

function* entriesOf(walk: Walk, gamesPath: string): Generator<ListedEntry> {
  for (const { name, kind } of walk.children(gamesPath)) {
    const folder = kind === 'folder';
    if (folder ? !walk.exclusions.multiFileFolder(name) : !walk.exclusions.singleFile(name)) yield { name, folder };
  }
}

/**
 * The files of some entries of a platform's games folder. An entry that is gone by now is left out, with a problem.
 * @param limits `maxFiles`: no further entry is begun with that many files found, so that a batch of huge folders stays a batch;
 * `moved` is called after every folder and every file
 */
export function describeEntries(context: WalkContext, gamesPath: string, names: readonly ListedEntry[], { maxFiles = Infinity, moved = () => {} }: { maxFiles?: number; moved?: () => void } = {}): DescribedEntries {
  const walk = new Walk(context, gamesPath, moved);
  const entries: FoundEntry[] = [];
  let files = 0;
  let taken = 0;
  for (const { name, folder } of names) {
    if (files >= maxFiles) break;
    taken++;
    const found = folder ? walk.folderEntry(gamesPath, name) : walk.fileEntry(gamesPath, name);
    if (!found) continue;
    entries.push(found);
    files += found.files.length;
    if (!folder) moved();
  }
  return { entries, problems: walk.problems, taken };
}

interface Child {
  name: string;
  kind: 'file' | 'folder';
}

class Walk {
  readonly exclusions: Exclusions;
  readonly problems: WalkProblem[] = [];
  /** Real paths that links may lead into. */
  private readonly allowed: string[];
  /** Real path of the games folder. */
  private readonly top: string;

  constructor(
    private readonly context: WalkContext,
    gamesPath: string,
    private readonly moved: () => void = () => {},
  ) {
    this.exclusions = new Exclusions(context.exclusions);
    this.top = realPath(join(context.root, gamesPath)) ?? '';
    // A platform folder that is itself a link is storage mounted into the library (library-scan spec §1).
    this.allowed = [realPath(context.root) ?? '', this.top].filter((path) => path !== '');
  }

  fileEntry(gamesPath: string, name: string): FoundEntry | undefined {
    const file = this.file(gamesPath, name);
    return file && { name, folder: false, files: [file], incomplete: false };
  }

  /** Undefined when the folder is gone by now: there is no game then, rather than an empty one. */
  folderEntry(gamesPath: string, name: string): FoundEntry | undefined {
    const files: FoundFile[] = [];
    const before = this.problems.length;
    const path = `${gamesPath}/${name}`;
    this.collect(path, [this.top], files);
    const [first] = this.problems.slice(before);
    if (first?.problem === 'gone' && first.path === path) return undefined;
    return { name, folder: true, files, incomplete: this.problems.slice(before).some(({ problem }) => problem === 'unreadable' || problem === 'gone') };
  }

  /** Folders first come first; the order of all files is by path and then name. */
  private collect(path: string, ancestors: readonly string[], files: FoundFile[]): void {
    if (ancestors.length > MAX_DEPTH) return this.note(path, 'too-deep', `More than ${MAX_DEPTH} folders deep`);
    let children: Child[];
    try {
      children = this.childrenAtOnce(path);
    } catch (error) {
      return this.note(path, problemOf(error), reason(error));
    }
    this.moved();
    if (children.length > 1) children.sort((a, b) => byCodePoint(a.name, b.name));
    for (const { name, kind } of children) {
      if (kind !== 'file' || this.exclusions.part(name)) continue;
      const file = this.file(path, name);
      if (file) files.push(file);
      this.moved();
    }
    const folders = children.filter(({ kind }) => kind === 'folder');
    if (folders.length === 0) return;
    const chain = [...ancestors, realPath(this.absolute(path)) ?? path];
    for (const { name } of folders) {
      const child = `${path}/${name}`;
      // Only a link can lead back up; real paths make that plain whatever the way it was reached.
      if (chain.includes(realPath(this.absolute(child)) ?? '')) this.note(child, 'link-loop', 'A link that leads back to a folder it lies in');
      else this.collect(child, chain, files);
    }
  }

  /** Files and folders in a folder, links resolved; whatever is neither is noted. One after the other, however many there are. */
  *children(path: string): Generator<Child> {
    // Node's types know the encoding of names read by `readdir` only.
    const folder = opendirSync(fsPath(this.absolute(path)), { encoding: 'buffer' as BufferEncoding, bufferSize: 128 });
    try {
      for (let entry = folder.readSync(); entry; entry = folder.readSync()) {
        const child = this.child(path, entry as unknown as Dirent<Buffer>);
        this.moved();
        if (child) yield child;
      }
    } finally {
      folder.closeSync();
    }
  }

  /** As {@link children}, in one call: of a game's folder all are wanted, and it rarely has more than a few. */
  private childrenAtOnce(path: string): Child[] {
    const children: Child[] = [];
    for (const entry of readdirSync(fsPath(this.absolute(path)), { encoding: 'buffer', withFileTypes: true })) {
      const child = this.child(path, entry);
      if (child) children.push(child);
    }
    return children;
  }

  private child(path: string, entry: Dirent<Buffer>): Child | undefined {
    const name = nameFromBytes(entry.name);
    if (entry.isFile()) return { name, kind: 'file' };
    if (entry.isDirectory()) return { name, kind: 'folder' };
    if (entry.isSymbolicLink()) {
      const kind = this.linkTarget(`${path}/${name}`);
      return kind && { name, kind };
    }
    this.note(`${path}/${name}`, 'special-file', 'Neither a file nor a folder');
    return undefined;
  }

  private linkTarget(path: string): Child['kind'] | undefined {
    const absolute = this.absolute(path);
    let real: string;
    let stat;
    try {
      real = nameFromBytes(realpathSync(fsPath(absolute), { encoding: 'buffer' }));
      stat = statSync(fsPath(absolute));
    } catch (error) {
      const loop = (error as NodeJS.ErrnoException).code === 'ELOOP';
      this.note(path, loop ? 'link-loop' : 'broken-link', loop ? 'A link that leads to itself' : 'A link that leads nowhere');
      return undefined;
    }
    if (!this.context.linksAnywhere && !this.allowed.some((root) => real === root || real.startsWith(root.endsWith(sep) ? root : root + sep))) {
      this.note(path, 'link-outside', `A link to ${real}, outside of the library; LIBRARY_LINKS_ANYWHERE=true allows it`);
      return undefined;
    }
    if (stat.isFile()) return 'file';
    if (stat.isDirectory()) return 'folder';
    this.note(path, 'special-file', 'Neither a file nor a folder');
    return undefined;
  }

  private file(path: string, name: string): FoundFile | undefined {
    if (path.length > PATH_LENGTH) {
      this.note(`${path}/${name}`, 'too-long', `A path of more than ${PATH_LENGTH} characters`);
      return undefined;
    }
    let stat: BigIntStats;
    try {
      stat = statSync(fsPath(this.absolute(`${path}/${name}`)), { bigint: true });
    } catch (error) {
      this.note(`${path}/${name}`, problemOf(error), reason(error));
      return undefined;
    }
    return { name, path, size: Number(stat.size), mtimeNs: String(stat.mtimeNs), inode: String(stat.ino) };
  }

  private absolute(path: string): string {
    return `${this.context.root}/${path}`;
  }

  private note(path: string, problem: WalkProblem['problem'], message: string): void {
    this.problems.push({ path, problem, message });
  }
}

/** A folder that a file has taken the place of is gone as well. */
function problemOf(error: unknown): 'gone' | 'unreadable' {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR' ? 'gone' : 'unreadable';
}

function realPath(path: string): string | undefined {
  try {
    return nameFromBytes(realpathSync.native(fsPath(path), { encoding: 'buffer' }));
  } catch {
    return undefined;
  }
}

/** A file system error in words, without the path: the path stands beside it. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'No permission to read it';
    case 'ENOENT':
      return 'It is gone';
    case 'EIO':
      return 'The disk failed to read it';
    case 'ENAMETOOLONG':
      return 'Its path is too long';
    case 'ENOTDIR':
      return 'It is no folder';
    default:
      return code ?? message;
  }
}
