import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { migrateUp } from '../migrations/migrate.js';
import { attachSerialRunners } from '../sqlite/attach.js';
import { shownUrl } from './data-source-options.js';

/** How long to wait for a database that is still starting; 0 (the default) for not at all. */
export interface ConnectOptions {
  readonly waitMs?: number;
}

/** Wrong password, unknown database and the like don't get better by waiting. */
const hopeless = new Set<unknown>([
  'ER_ACCESS_DENIED_ERROR', 'ER_DBACCESS_DENIED_ERROR', 'ER_BAD_DB_ERROR', '28P01', '28000', '3D000', 'SQLITE_NOTADB', 'SQLITE_CORRUPT', 'SQLITE_CANTOPEN', 'EACCES', 'EROFS', 'ENOTDIR',
]);

/** Opens the connection and brings the schema up to date. Rejects with a message that an operator can act on. */
export async function connect(source: DataSource, options: ConnectOptions = {}): Promise<DataSource> {
  await open(source, options);
  try {
    await migrateUp(source);
  } catch (error) {
    await source.destroy();
    throw error;
  }
  return source;
}

/** Opens the connection only. */
export async function open(source: DataSource, { waitMs = 0 }: ConnectOptions = {}): Promise<DataSource> {
  const logger = new Logger('Database');
  const deadline = Date.now() + waitMs;
  for (let pause = 250, first = true; ; pause = Math.min(pause * 2, 5000), first = false) {
    try {
      makeFolder(source);
      await source.initialize();
      break;
    } catch (error) {
      const { code, message } = describe(error);
      const text = `${placeOf(source)}: ${message}`;
      if (hopeless.has(code) || isUnusable(source, code) || Date.now() + pause > deadline) throw new Error(`The database can't be used, ${text}`, { cause: error });
      if (first) logger.warn(`Waiting for the database, ${text}`);
      await sleep(pause);
    }
  }
  attachSerialRunners(source);
  return source;
}

/** SQLite is in this process: what does not come from a file or from SQLite itself is a driver that can't be loaded. */
const isUnusable = ({ options }: DataSource, code: unknown): boolean => options.type === 'better-sqlite3' && (typeof code !== 'string' || code.startsWith('ERR_') || code === 'MODULE_NOT_FOUND');

function makeFolder({ options }: DataSource): void {
  if (options.type === 'better-sqlite3' && options.database !== ':memory:') mkdirSync(dirname(options.database), { recursive: true });
}

function placeOf({ options }: DataSource): string {
  if (options.type === 'better-sqlite3') return options.database;
  return 'url' in options && typeof options.url === 'string' ? shownUrl(options.url) : options.type;
}

function describe(error: unknown): { code: unknown; message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return describe(error.errors[0]);
  const { code, message } = error as { code?: unknown; message?: string };
  return { code, message: message !== undefined && message !== '' ? message : String(code) };
}
