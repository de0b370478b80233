import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, link, lstat, mkdir, readdir, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { RenderedFile, ServerPaths } from '../configuration/files/model.js';
import { LanguardError } from '../errors.js';
import { isBackupPath, MAX_FILES, ROWS_NAME, type Manifest } from './archive-format.js';

/** Reports and dumps are no part of a backup: they are large, and say what happened, not how things are. */
const LEFT_OUT = /\.(rpt|log|mdmp|bidmp|pid)$|^\.rumpus-tmp-/i;
const RESERVE_BYTES = 64 * 1024 * 1024;
const ATTEMPTS = 5;
const MAX_DEPTH = 16;

/** Whether a file of a profile folder belongs into a backup. */
export const isKept = (name: string): boolean => !LEFT_OUT.test(name);

/** Plain files below a folder, links not followed, as paths relative to it. */
export async function filesBelow(folder: string, depth = 0): Promise<string[]> {
  if (depth > MAX_DEPTH) return [];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isFile()) found.push(entry.name);
    else if (entry.isDirectory()) found.push(...(await filesBelow(join(folder, entry.name), depth + 1)).map((path) => `${entry.name}/${path}`));
  }
  return found;
}

/** A copy of a file that the game may be writing: taken again until it did not change meanwhile (arma-servers spec §8.9). */
async function copySteady(source: string, target: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await lstat(source);
    await copyFile(source, target, constants.COPYFILE_FICLONE);
    const after = await lstat(source);
    if ((before.size === after.size && before.mtimeMs === after.mtimeMs) || attempt >= ATTEMPTS) return;
    await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
  }
}

/** Size and SHA-256 of a file. */
export async function digest(path: string): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  await pipeline(createReadStream(path), async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      size += chunk.length;
      hash.update(chunk);
    }
  });
  return { size, sha256: hash.digest('hex') };
}

/** What goes into a snapshot beside the files of the server's own folders. */
export interface SnapshotContents {
  /** The rows of the database, as text. */
  rows: string;
  /** Configuration files as people may read them, without passwords. */
  readable: readonly Pick<RenderedFile, 'name' | 'content'>[];
  missions: boolean;
}

interface Source {
  from: string;
  to: string;
  /** Missions are replaced as whole files, never changed, so that a second name is as good as a copy. */
  linked: boolean;
}

async function sourcesOf(paths: ServerPaths, missions: boolean): Promise<Source[]> {
  const below = async (folder: string, name: string, linked: boolean): Promise<Source[]> => (await filesBelow(folder)).filter((path) => isKept(path.slice(path.lastIndexOf('/') + 1))).map((path) => ({ from: join(folder, path), to: `files/${name}/${path}`, linked }));
  const all = [
    ...(await below(paths.profiles, 'profiles', false)),
    ...(await below(paths.battleye, 'battleye', false)),
    ...(missions ? await below(paths.mpmissions, 'mpmissions', true) : []),
  ].filter(({ to }) => isBackupPath(to));
  if (all.length >= MAX_FILES) throw new LanguardError('UPLOAD_TOO_LARGE', `There are more than ${String(MAX_FILES)} files to back up`);
  return all;
}

async function assertRoom(folder: string, sources: readonly Source[]): Promise<void> {
  let needed = RESERVE_BYTES;
  for (const { from, linked } of sources) needed += (linked ? 1 : 2) * ((await lstat(from).catch(() => undefined))?.size ?? 0);
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < needed) throw new LanguardError('DISK_FULL', `The backup needs up to ${String(needed)} bytes; ${String(bavail * bsize)} are free`);
}

/**
 * Copies everything a backup holds into a folder, so that it can be read in peace.
 *
 * @returns the files with their digests, the rows first
 * @throws LanguardError `DISK_FULL`
 */
export async function takeSnapshot(staging: string, paths: ServerPaths, { rows, readable, missions }: SnapshotContents, signal: AbortSignal): Promise<Manifest['files']> {
  const sources = await sourcesOf(paths, missions);
  await assertRoom(staging, sources);
  const names = [ROWS_NAME];
  await writeFile(join(staging, ROWS_NAME), rows, { mode: 0o600, flag: 'wx' });
  for (const { name, content } of readable) {
    const path = `files/config/${name}`;
    await mkdir(join(staging, 'files/config'), { recursive: true });
    await writeFile(join(staging, path), content, { mode: 0o600 });
    names.push(path);
  }
  for (const { from, to, linked } of sources) {
    signal.throwIfAborted();
    const target = join(staging, to);
    await mkdir(dirname(target), { recursive: true });
    const copied = await (linked ? link(from, target).catch(() => copySteady(from, target)) : copySteady(from, target)).then(() => true, (error: unknown) => gone(error));
    if (copied) names.push(to);
  }
  const files: Manifest['files'] = [];
  for (const path of names) files.push({ path, ...(await digest(join(staging, path))) });
  return files;
}

/** A file that vanished between the look and the copy was no part of the state. */
function gone(error: unknown): false {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
  throw error;
}
