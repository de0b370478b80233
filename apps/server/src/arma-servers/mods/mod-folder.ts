import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { find, type Statement } from '../configuration/syntax/ast.js';
import { parseParameterFile } from '../configuration/syntax/parse.js';
import { LanguardError } from '../errors.js';
import { findKeys } from './key-folder.js';

/** What a mod's folder tells of it. */
export interface ModFacts {
  display_name: string | null;
  version: string | null;
  author: string | null;
  workshop_id: string | null;
  size_bytes: number;
  /** The engine asks for lower-case names, which matters on Linux. */
  lower_case_ok: boolean;
  keys: { file: string; sha256: string }[];
  signed: 'all' | 'partly' | 'none';
}

const MAX_FILES = 50_000;
const MAX_TEXT_BYTES = 256 * 1024;

/** Fields of mod.cpp or meta.cpp. A broken file is not fatal: it says nothing. */
async function fields(folder: string, name: string): Promise<Statement[]> {
  const entry = (await readdir(folder)).find((candidate) => candidate.toLowerCase() === name);
  if (entry === undefined || (await stat(join(folder, entry))).size > MAX_TEXT_BYTES) return [];
  try {
    return parseParameterFile(await readFile(join(folder, entry), 'utf8'));
  } catch {
    return [];
  }
}

const textOf = (statements: readonly Statement[], name: string): string | null => {
  const found = find(statements, name);
  return found?.kind === 'value' && typeof found.value === 'string' && found.value !== '' ? found.value.slice(0, 255) : null;
};

/** Ids are larger than a JavaScript number holds, so they are taken as text. */
async function workshopIdOf(folder: string): Promise<string | null> {
  const entry = (await readdir(folder)).find((candidate) => candidate.toLowerCase() === 'meta.cpp');
  if (entry === undefined) return null;
  const text = await readFile(join(folder, entry), 'utf8').catch(() => '');
  return /publishedid\s*=\s*(\d{6,20})\s*;/i.exec(text)?.[1] ?? null;
}

async function walk(folder: string): Promise<{ files: string[]; bytes: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).slice(0, MAX_FILES);
  let bytes = 0;
  const names: string[] = [];
  for (const file of files) {
    const path = join(file.parentPath, file.name);
    bytes += (await stat(path)).size;
    names.push(path.slice(folder.length + 1));
  }
  return { files: names, bytes };
}

function signedness(files: readonly string[]): ModFacts['signed'] {
  const lower = files.map((file) => file.toLowerCase());
  const archives = lower.filter((file) => file.endsWith('.pbo'));
  const signatures = lower.filter((file) => file.endsWith('.bisign'));
  const signed = archives.filter((archive) => signatures.some((signature) => signature.startsWith(`${archive}.`)));
  if (signed.length === 0) return 'none';
  return signed.length === archives.length ? 'all' : 'partly';
}

/** Whether a folder looks like a mod: it has `addons`. */
export async function isModFolder(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.some((name) => name.toLowerCase() === 'addons');
}

/**
 * The real path of a mod's folder.
 *
 * @throws LanguardError `MOD_FOLDER_MISSING`, `PATH_NOT_ALLOWED`
 */
export async function checkModFolder(folder: string, roots: readonly string[]): Promise<string> {
  const resolved = await realpath(folder).catch(() => undefined);
  if (resolved === undefined) throw new LanguardError('MOD_FOLDER_MISSING', 'There is no such folder', { path: folder });
  const allowed = await Promise.all(roots.map((root) => realpath(root).catch(() => root)));
  if (!allowed.some((root) => resolved.startsWith(`${root}${sep}`))) throw new LanguardError('PATH_NOT_ALLOWED', 'The folder is not below one of the mod folders (SERVERS_MOD_ROOTS)', { path: folder });
  if (!(await isModFolder(resolved))) throw new LanguardError('MOD_FOLDER_MISSING', 'This is no mod: it has no addons folder', { path: folder });
  // The list of mods is separated by semicolons, and there is no way to quote one.
  if (resolved.includes(';')) throw new LanguardError('PATH_NOT_ALLOWED', 'The folder’s name holds a semicolon, which separates mods', { path: folder });
  return resolved;
}

/** Looks into a mod's folder. */
export async function inspectMod(folder: string): Promise<ModFacts> {
  const [mod, meta, workshopId, { files, bytes }, keys] = await Promise.all([fields(folder, 'mod.cpp'), fields(folder, 'meta.cpp'), workshopIdOf(folder), walk(folder), findKeys(folder)]);
  const hashed = await Promise.all(keys.map(async (key) => ({ file: basename(key), sha256: createHash('sha256').update(await readFile(key)).digest('hex') })));
  return {
    display_name: textOf(mod, 'name') ?? textOf(meta, 'name'),
    version: textOf(mod, 'version')?.slice(0, 64) ?? null,
    author: textOf(mod, 'author'),
    workshop_id: workshopId,
    size_bytes: bytes,
    lower_case_ok: files.every((file) => file === file.toLowerCase()),
    keys: hashed,
    signed: signedness(files),
  };
}
