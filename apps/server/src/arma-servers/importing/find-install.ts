import { open, readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { LanguardError } from '../errors.js';

/** What a file of an existing installation is. */
export type FoundKind = 'server.cfg' | 'basic.cfg' | 'profile' | 'battleye' | 'script' | 'bans';

/** A file that says something about the server, as a path below the folder that was looked at. */
export interface FoundFile {
  path: string;
  kind: FoundKind;
}

/** What lies in a folder. */
export interface FoundInstall {
  root: string;
  files: FoundFile[];
  /** Folders with mission files. */
  missionFolders: string[];
  /** Folders of mods. */
  modFolders: string[];
  /** Progress of missions that the game keeps beside a profile. */
  varsFiles: string[];
}

const MAX_DEPTH = 4;
const MAX_ENTRIES = 20_000;
/** Larger files are no configuration. */
export const MAX_TEXT_BYTES = 1024 * 1024;
const SKIPPED = new Set(['addons', 'dta', 'dll', 'argo', 'curator', 'expansion', 'heli', 'jets', 'kart', 'mark', 'orange', 'tacops', 'tank', 'enoch', 'aow', 'steamapps', 'node_modules', '.git']);

const inside = (path: string, root: string): boolean => path === root || path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);

/** A folder or file that may be read, with links resolved. @throws LanguardError `PATH_NOT_ALLOWED` or `NOT_FOUND` */
export async function allowedPath(path: string, roots: readonly string[]): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  const known = await Promise.all(roots.map((root) => realpath(root).catch(() => root)));
  // Whether something is there is nobody's business outside of the roots.
  if (real === undefined ? !known.some((root) => inside(path, root)) : !known.some((root) => inside(real, root))) {
    throw new LanguardError('PATH_NOT_ALLOWED', 'The folder is not below one of those that may be imported from (SERVERS_INSTALL_ROOTS, SERVERS_IMPORT_ROOTS)', { path });
  }
  if (real === undefined) throw new LanguardError('NOT_FOUND', 'There is nothing at this path', { resource: 'path', path });
  return real;
}

/** Reads a small text file, whatever its encoding marks say. Undefined when it is large, or no plain file. */
export async function readText(path: string): Promise<string | undefined> {
  const handle = await open(path, 'r').catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const { size } = await handle.stat();
    if (size > MAX_TEXT_BYTES || !(await handle.stat()).isFile()) return undefined;
    return decode(await handle.readFile());
  } finally {
    await handle.close();
  }
}

/** UTF-8, UTF-16 with its mark, and otherwise the code page that old editors wrote. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** What a file is by its name, and where names say nothing by its content. */
async function kindOf(path: string, name: string): Promise<FoundKind | undefined> {
  const lower = name.toLowerCase();
  if (/^beserver.*\.cfg$/.test(lower)) return 'battleye';
  if (lower === 'bans.txt') return 'bans';
  if (lower.endsWith('.arma3profile')) return lower.endsWith('.vars.arma3profile') ? undefined : 'profile';
  if (/\.(sh|bat|cmd|ps1|service|par)$/.test(lower)) return /arma3server/i.test((await readText(path)) ?? '') ? 'script' : undefined;
  if (!lower.endsWith('.cfg')) return undefined;
  const text = (await readText(path)) ?? '';
  if (/^\s*(hostname|passwordAdmin|maxPlayers)\s*=/im.test(text)) return 'server.cfg';
  return /^\s*(MaxMsgSend|MinBandwidth|MaxSizeGuaranteed|MaxBandwidth)\s*=/im.test(text) ? 'basic.cfg' : undefined;
}

/** Looks through a folder, links not followed but for mods, and never into the game's own data. */
export async function findInstall(root: string): Promise<FoundInstall> {
  const found: FoundInstall = { root, files: [], missionFolders: [], modFolders: [], varsFiles: [] };
  let seen = 0;
  const walk = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if ((seen += 1) > MAX_ENTRIES) return;
      const path = join(folder, entry.name);
      const lower = entry.name.toLowerCase();
      const folderLike = entry.isDirectory() || (entry.isSymbolicLink() && lower.startsWith('@') && ((await stat(path).catch(() => undefined))?.isDirectory() ?? false));
      if (folderLike && lower.startsWith('@')) found.modFolders.push(relative(root, path));
      else if (folderLike && lower === 'mpmissions') found.missionFolders.push(relative(root, path));
      else if (entry.isDirectory() && depth < MAX_DEPTH && !SKIPPED.has(lower)) await walk(path, depth + 1);
      else if (entry.isFile() && lower.endsWith('.vars.arma3profile')) found.varsFiles.push(relative(root, path));
      else if (entry.isFile()) {
        const kind = await kindOf(path, entry.name);
        if (kind !== undefined) found.files.push({ path: relative(root, path), kind });
      }
    }
  };
  await walk(root, 0);
  return found;
}
