import { copyFile, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomic } from '@rumpus/storage';
import type { FileModel, RenderedFile, ServerPaths } from '../configuration/files/model.js';
import { profilePath, renderFiles } from '../configuration/files/render.js';
import type { Statement } from '../configuration/syntax/ast.js';
import { parseParameterFile } from '../configuration/syntax/parse.js';
import { LanguardError } from '../errors.js';

const ACTIVE_COPY = /^beserver.*_active_.*\.cfg$/i;
const BATTLEYE_BINARY = /^(be|BE).*\.(so|dll|cfg\.default)$/i;

const read = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);

/** What the game itself has written into the profile; nothing when there is none, or it can't be read. */
export async function existingProfile(model: FileModel): Promise<Statement[]> {
  const text = await read(profilePath(model));
  if (text === undefined) return [];
  try {
    return parseParameterFile(text);
  } catch {
    return [];
  }
}

/** Makes the folders of a server, closed to other users of the host. */
export async function makeFolders(paths: ServerPaths): Promise<void> {
  for (const path of Object.values(paths)) await mkdir(path, { recursive: true, mode: 0o700 });
}

/** A full disk is told apart from everything else that can go wrong with a write. */
function writeFailure(error: unknown, name: string): LanguardError {
  const full = (error as NodeJS.ErrnoException).code === 'ENOSPC';
  return new LanguardError(full ? 'DISK_FULL' : 'CONFIG_WRITE_FAILED', full ? 'The disk is full; the old files are untouched' : `${name} could not be written; the old file is untouched`, { file: name }, error);
}

/** Writes one file: the old or the new one is there at any moment, never a part; the last good one is kept as `.bak`. */
async function replace({ path, content, name }: RenderedFile): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const old = await read(path);
    if (old === content) return;
    if (old !== undefined) await writeAtomic(`${path}.bak`, old, { mode: 0o600 });
    await writeAtomic(path, content, { mode: 0o600 });
  } catch (error) {
    throw writeFailure(error, name);
  }
}

/**
 * Writes all files of a server. Everything is rendered and proven before the first one is touched.
 *
 * @throws LanguardError `CONFIG_INJECTION`, `CONFIG_WRITE_FAILED` or `DISK_FULL`
 */
export async function writeServerFiles(model: FileModel): Promise<void> {
  const files = renderFiles(model, await existingProfile(model));
  for (const file of files) await replace(file);
}

/** Writes BattlEye's file only. It takes effect at the next start. */
export async function writeBattlEyeFile(model: FileModel): Promise<void> {
  for (const file of renderFiles(model).filter(({ path }) => dirname(path) === model.paths.battleye)) await replace(file);
}

/** BattlEye goes on reading its renamed copy of an earlier start; only without it the new file counts. Never while the server runs. */
export async function removeActiveBattlEyeCopies(battleye: string): Promise<void> {
  const names = await readdir(battleye).catch(() => []);
  for (const name of names.filter((candidate) => ACTIVE_COPY.test(candidate))) await rm(join(battleye, name), { force: true });
}

/** A folder given with `-bepath` must hold BattlEye's own files; they are copied from the install when it has newer ones. */
export async function refreshBattlEye(battleye: string, exePath: string): Promise<void> {
  const source = join(dirname(exePath), 'battleye');
  const names = await readdir(source).catch(() => []);
  for (const name of names.filter((candidate) => BATTLEYE_BINARY.test(candidate))) {
    const [from, to] = [join(source, name), join(battleye, name)];
    const [theirs, ours] = await Promise.all([stat(from), stat(to).catch(() => undefined)]);
    if (ours === undefined || theirs.size !== ours.size || theirs.mtimeMs > ours.mtimeMs) await copyFile(from, to);
  }
}
