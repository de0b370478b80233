import { randomBytes } from 'node:crypto';
import { migrations } from '@rumpus/migrations';
import { connect, dataSourceOptions } from '@rumpus/persistence';
import { DataSource, type QueryRunner } from 'typeorm';
import { createDatabase, type Database, type TestDatabase } from './databases.js';

type ServerDatabase = Exclude<TestDatabase, 'sqlite'>;
type Row = Record<string, unknown>;

/** A database of a server with all tables, and the rows that migrations put into them. */
interface Migrated {
  readonly database: Database;
  readonly seeds: ReadonlyMap<string, readonly Row[]>;
}

/** What no app uses at the moment; empty but for its seeds. Kept by the process: its test files don't share modules. */
const shared = globalThis as { spareDatabases?: Record<ServerDatabase, Migrated[]> };
const spare = (shared.spareDatabases ??= { mariadb: [], postgres: [] });

/**
 * A migrated database for one app, as `createDatabase` gives an empty one. On a server it is emptied and used again after `drop`:
 * a hundred tables take MariaDB four seconds to make and one to drop, and there are eighty apps in a run.
 */
export async function borrowDatabase(kind: TestDatabase, folder: string): Promise<Database> {
  if (kind === 'sqlite') return createDatabase(kind, folder);
  const migrated = spare[kind].pop() ?? (await migrate(kind));
  return {
    url: migrated.database.url,
    use: randomBytes(6).toString('hex'),
    drop: async () => {
      if (await emptied(kind, migrated)) spare[kind].push(migrated);
      else await migrated.database.drop();
    },
  };
}

async function migrate(kind: ServerDatabase): Promise<Migrated> {
  const database = await createDatabase(kind, '');
  const source = await connect(new DataSource(dataSourceOptions(database.url, { entities: [], migrations })));
  const seeds = await onOneConnection(source, async (runner) => {
    const rows = new Map<string, readonly Row[]>();
    for (const table of await tablesWithRows(kind, runner)) rows.set(table, (await runner.query(`SELECT * FROM ${table}`)) as Row[]);
    return rows;
  });
  return { database, seeds };
}

/** Brings it back to its seeds. False when that can't be had: somebody is still connected, or the schema is another one now. */
async function emptied(kind: ServerDatabase, { database, seeds }: Migrated): Promise<boolean> {
  const source = await new DataSource(dataSourceOptions(database.url, { entities: [], migrations: [] })).initialize();
  return onOneConnection(source, async (runner) => {
    if (await isUsedByOthers(kind, runner)) return false;
    await (kind === 'mariadb' ? emptyMariaDb(runner) : emptyPostgres(runner));
    for (const [table, rows] of seeds) await insert(kind, runner, table, rows);
    return true;
  }).catch(() => false);
}

async function onOneConnection<T>(source: DataSource, work: (runner: QueryRunner) => Promise<T>): Promise<T> {
  const runner = source.createQueryRunner();
  try {
    return await work(runner);
  } finally {
    await runner.release();
    await source.destroy();
  }
}

async function isUsedByOthers(kind: ServerDatabase, runner: QueryRunner): Promise<boolean> {
  const rows = (await runner.query(
    kind === 'mariadb'
      ? 'SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()'
      : 'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  )) as unknown[];
  return rows.length > 0;
}

async function names(runner: QueryRunner, sql: string): Promise<string[]> {
  return ((await runner.query(sql)) as { name: string }[]).map(({ name }) => name);
}

/** All tables that hold something, without what migrating itself keeps. */
async function tablesWithRows(kind: ServerDatabase, runner: QueryRunner): Promise<string[]> {
  const here = kind === 'mariadb' ? 'DATABASE()' : 'current_schema()';
  const tables = await names(runner, `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ${here} AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'migration%'`);
  return names(runner, tables.map((table) => `SELECT '${table}' AS name FROM (SELECT 1 FROM ${table} LIMIT 1) AS t`).join(' UNION ALL '));
}

/** Removes all rows; the next ones are counted from 1 again, also in tables that are empty by now. Row by row: there are few, and TRUNCATE makes new files. */
async function emptyMariaDb(runner: QueryRunner): Promise<void> {
  const counted = await names(runner, "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND auto_increment > 1 AND table_name NOT LIKE 'migration%'");
  await runner.query('SET foreign_key_checks = 0');
  await runner.startTransaction();
  for (const table of await tablesWithRows('mariadb', runner)) await runner.query(`DELETE FROM ${table}`);
  await runner.commitTransaction();
  for (const table of counted) await runner.query(`ALTER TABLE ${table} AUTO_INCREMENT = 1`);
  await runner.query('SET foreign_key_checks = 1');
}

async function emptyPostgres(runner: QueryRunner): Promise<void> {
  await runner.startTransaction();
  // A superuser's way of saying that references need not hold in between.
  await runner.query('SET LOCAL session_replication_role = replica');
  for (const table of await tablesWithRows('postgres', runner)) await runner.query(`DELETE FROM ${table}`);
  for (const sequence of await names(runner, "SELECT sequencename AS name FROM pg_sequences WHERE last_value IS NOT NULL AND sequencename NOT LIKE 'migration%'")) await runner.query(`ALTER SEQUENCE ${sequence} RESTART`);
  await runner.commitTransaction();
}

async function insert(kind: ServerDatabase, runner: QueryRunner, table: string, rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    const columns = Object.keys(row);
    const places = columns.map((_name, index) => (kind === 'mariadb' ? '?' : `$${String(index + 1)}`));
    await runner.query(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')})`, Object.values(row));
  }
  // MariaDB goes on behind an id that was given; PostgreSQL has to be told.
  if (kind === 'postgres') await runner.query(`SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT MAX(id) FROM ${table}))`);
}
