import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Finds `config/data` of this installation: the nearest one above this file, from the sources as from the build. */
function dataFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = join(folder, 'config', 'data');
    if (existsSync(join(candidate, 'platforms.json'))) return candidate;
    const parent = dirname(folder);
    if (parent === folder) throw new Error('The data tables (config/data) are missing from this installation');
    folder = parent;
  }
}

const cache = new Map<string, unknown>();

/**
 * Reads one of the tables the product ships in `config/data`, once per process.
 * The tables are ours, so their shape is the caller's knowledge and is not validated again.
 */
export function dataTable<T>(name: string): T {
  let table = cache.get(name);
  if (table === undefined) {
    table = JSON.parse(readFileSync(join(dataFolder(), `${name}.json`), 'utf8')) as unknown;
    cache.set(name, table);
  }
  return table as T;
}
