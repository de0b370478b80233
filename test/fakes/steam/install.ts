import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Behaviour } from './behaviour.js';

/** This file may itself be read from the source or from what was built of it. */
const built = basename(import.meta.dirname) === 'dist' ? import.meta.dirname : join(import.meta.dirname, 'dist');

/** Puts the fake steamcmd into a folder (needs `tsc -b` to have run). @returns its path */
export async function installFakeSteam(folder: string, behaviour: Partial<Behaviour> = {}): Promise<string> {
  await mkdir(folder, { recursive: true });
  await setSteam(folder, behaviour);
  const program = join(folder, 'steamcmd.sh');
  await writeFile(program, `#!${process.execPath}\nimport(${JSON.stringify(join(built, 'main.js'))});\n`);
  await chmod(program, 0o755);
  return program;
}

/** Changes how the next runs behave. */
export const setSteam = (folder: string, behaviour: Partial<Behaviour>): Promise<void> => writeFile(join(folder, 'fake-steam.json'), JSON.stringify(behaviour));

/** The arguments of each run so far. */
export async function steamRuns(folder: string): Promise<string[][]> {
  const text = await readFile(join(folder, 'runs.log'), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as string[]);
}
