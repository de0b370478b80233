import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { basename, join } from 'node:path';
import type { Behaviour } from './behaviour.js';

/** This file may itself be read from the source or from what was built of it. */
const built = basename(import.meta.dirname) === 'dist' ? import.meta.dirname : join(import.meta.dirname, 'dist');

/**
 * Puts a fake game installation into a folder: the executable (needs `tsc -b` to have run), BattlEye's folder and keys.
 *
 * @returns the path of the executable
 */
export async function installFakeServer(folder: string, behaviour: Partial<Behaviour> = {}): Promise<string> {
  await mkdir(join(folder, 'battleye'), { recursive: true, mode: 0o755 });
  await mkdir(join(folder, 'keys'), { recursive: true });
  await mkdir(join(folder, 'mpmissions'), { recursive: true });
  await writeFile(join(folder, 'keys', 'a3.bikey'), 'key of the game');
  await writeFile(join(folder, 'battleye', 'beserver_x64.so'), 'not really a library');
  await setBehaviour(folder, behaviour);
  const executable = join(folder, 'arma3server_x64');
  await writeFile(executable, `#!${process.execPath}\nimport(${JSON.stringify(join(built, 'main.js'))});\n`);
  await chmod(executable, 0o755);
  return executable;
}

/** Changes how the next starts behave. */
export const setBehaviour = (folder: string, behaviour: Partial<Behaviour>): Promise<void> => writeFile(join(folder, 'fake-arma.json'), JSON.stringify(behaviour));

/** Makes a running fake do something; see `control.ts`. */
export function control<T = unknown>(profiles: string, action: string, body: object = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath: join(profiles, 'fake-control.sock'), path: action, method: 'POST' }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString() || 'null') as T));
    });
    call.on('error', reject);
    call.end(JSON.stringify(body));
  });
}
