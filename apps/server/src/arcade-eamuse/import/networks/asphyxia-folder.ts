import { invalid, notFound } from '@rumpus/errors';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A document of an append-only database file. */
export type AsphyxiaDocument = Readonly<Record<string, unknown>>;

const CORE = 'core.db';
const MAX_LINE = 32 << 20;

/** The files of an asphyxia data folder: `core.db` with players and cards, and one file per plugin, `<plugin>@<author>.db`. */
export async function asphyxiaFiles(folder: string): Promise<{ core: string; plugins: Map<string, string> }> {
  const names = await readdir(folder).catch(() => {
    throw notFound('There is no such folder');
  });
  if (!names.includes(CORE)) throw invalid(`This is no asphyxia data folder: it has no ${CORE}`, 'folder');
  const plugins = new Map(names.filter((name) => name.endsWith('.db') && name !== CORE && !/^[_.]/.test(name)).map((name) => [name.replace(/(@.*)?\.db$/, ''), join(folder, name)]));
  return { core: join(folder, CORE), plugins };
}

/** The documents of a file as they stand: each line is one document, the last line of an id counts, a line that says so deletes it. Broken lines are skipped. */
export async function readAsphyxia(file: string): Promise<AsphyxiaDocument[]> {
  const documents = new Map<string, AsphyxiaDocument>();
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.length > MAX_LINE) throw invalid('A line of the file is too long');
    const document = parse(line);
    const id = document?.['_id'];
    if (document === undefined || typeof id !== 'string') continue;
    documents.delete(id);
    if (document['$$deleted'] !== true) documents.set(id, document);
  }
  return [...documents.values()];
}

function parse(line: string): AsphyxiaDocument | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as AsphyxiaDocument) : undefined;
  } catch {
    return undefined;
  }
}
