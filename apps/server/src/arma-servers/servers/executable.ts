import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { basename, dirname, sep } from 'node:path';
import { LanguardError } from '../errors.js';

/** Programs that may be started (arma-servers spec §4.1). */
const NAMES = ['arma3server_x64', 'arma3server', 'arma3serverprofiling_x64', 'arma3serverprofiling'];
const ALLOWED = new Set([...NAMES, ...NAMES.map((name) => `${name}.exe`)]);

const WRITABLE_BY_OTHERS = 0o022;
const WORLD_WRITABLE = 0o002;

/** Whether a file name is one of the game's server programs. */
export const isServerProgram = (path: string): boolean => ALLOWED.has(process.platform === 'win32' ? basename(path).toLowerCase() : basename(path));

const inside = (path: string, root: string): boolean => path === root || path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);

async function roots(installRoots: readonly string[]): Promise<string[]> {
  return Promise.all(installRoots.map((root) => realpath(root).catch(() => root)));
}

/**
 * Checks a program before it is started, on its resolved path, so that a link can't lead elsewhere.
 *
 * @returns the resolved path
 * @throws LanguardError `EXE_MISSING`, `PATH_NOT_ALLOWED` or `EXE_NOT_ALLOWED`
 */
export async function checkExecutable(path: string, installRoots: readonly string[]): Promise<string> {
  const resolved = await realpath(path).catch(() => undefined);
  if (resolved === undefined) throw new LanguardError('EXE_MISSING', 'There is no server program at this path', { path });
  if (!(await roots(installRoots)).some((root) => inside(resolved, root))) {
    throw new LanguardError('PATH_NOT_ALLOWED', 'The server program is not below one of the install folders (SERVERS_INSTALL_ROOTS)', { path });
  }
  const file = await stat(resolved);
  if (!file.isFile()) throw new LanguardError('EXE_MISSING', 'The server program is not a file', { path });
  if (!isServerProgram(resolved)) throw new LanguardError('EXE_NOT_ALLOWED', 'This is not a program of the game', { path, allowed: [...ALLOWED] });
  if (process.platform !== 'win32') await checkPermissions(resolved, file.mode);
  return resolved;
}

/** A program that others can change would run their code under our account. */
async function checkPermissions(path: string, mode: number): Promise<void> {
  const refuse = (message: string): never => {
    throw new LanguardError('EXE_NOT_ALLOWED', message, { path });
  };
  if ((mode & WRITABLE_BY_OTHERS) !== 0) refuse('The server program can be changed by other users of this host');
  if (((await stat(dirname(path))).mode & WORLD_WRITABLE) !== 0) refuse('Everybody on this host can write into the folder of the server program');
  await access(path, constants.X_OK).catch(() => refuse('The server program is not executable'));
}
