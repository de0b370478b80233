import type { DataSource } from 'typeorm';
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js';
import { endCheckpoints } from './checkpoint-aside.js';
import { type DirectConnection, keepDirect, SqliteDirect } from './direct.js';
import { Database } from './driver.js';
import { inScope, WriteGate } from './gate.js';
import { type SharedState, type SqliteConnection, type SqliteDriver, SerialQueryRunner } from './serial-query-runner.js';

/**
 * Settings of every connection: readers never block the writer, a commit survives a killed process. The caches are small on purpose: there
 * are two of them, and the operating system keeps what they don't. The log is moved into the database every 16 MB and not every 4: a page
 * that many batches change is then written once.
 */
const pragmas = ['busy_timeout = 100', 'journal_mode = WAL', 'synchronous = NORMAL', 'foreign_keys = ON', 'wal_autocheckpoint = 4000', 'temp_store = MEMORY', 'journal_size_limit = 67108864'];

/** Page caches, KiB: that of the reader holds what a text search goes through in a library of 100,000 games. */
const cacheSize = { writer: 8_000, reader: 16_000 };

export function preparePragmas(connection: SqliteConnection, role: keyof typeof cacheSize = 'writer'): void {
  for (const pragma of [...pragmas, `cache_size = -${cacheSize[role]}`]) connection.pragma(pragma);
}

const gates = new WeakMap<DataSource, WriteGate>();

/** The queue of writers of a SQLite data source; `undefined` for the others. */
export const writeGateOf = (source: DataSource): WriteGate | undefined => gates.get(source);

/**
 * Replaces the one shared query runner of TypeORM's SQLite driver by one for each piece of work. Call it after
 * `initialize()`; it does nothing on other databases.
 */
export function attachSerialRunners(source: DataSource): void {
  if (source.options.type !== 'better-sqlite3') return;
  const driver = source.driver as unknown as SqliteDriver & { disconnect: () => Promise<void> };
  const main = driver.databaseConnection;
  const readConnection = main.memory ? undefined : openReader(main.name);
  const gate = new WriteGate();
  gates.set(source, gate);
  const state: SharedState = { gate, statements: new Map(), reader: readConnection === undefined ? undefined : readerOf(driver, readConnection) };
  keepDirect(source, new SqliteDirect(gate, main as unknown as DirectConnection, readConnection as unknown as DirectConnection | undefined));
  const original = { createQueryRunner: driver.createQueryRunner, disconnect: driver.disconnect, transaction: source.manager.transaction };
  driver.createQueryRunner = () => new SerialQueryRunner(driver, state) as never;
  source.manager.transaction = async (...args: unknown[]) => inScope(async () => (original.transaction as (...args: unknown[]) => Promise<unknown>).apply(source.manager, args)) as never;
  driver.disconnect = async () => {
    driver.createQueryRunner = original.createQueryRunner;
    driver.disconnect = original.disconnect;
    source.manager.transaction = original.transaction;
    await endCheckpoints(source);
    readConnection?.close();
    main.pragma('optimize');
    await driver.disconnect();
  };
}

function openReader(file: string): SqliteConnection {
  const connection = new Database(file) as unknown as SqliteConnection;
  preparePragmas(connection, 'reader');
  connection.pragma('query_only = ON');
  return connection;
}

function readerOf(driver: SqliteDriver, connection: SqliteConnection): BetterSqlite3QueryRunner {
  return new BetterSqlite3QueryRunner(Object.create(driver, { databaseConnection: { value: connection } }) as never);
}
