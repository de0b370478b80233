import { randomBytes } from 'node:crypto';
import { createConnection as connectTcp } from 'node:net';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { describe } from 'vitest';

/** The databases that every end-to-end suite runs on; chosen by `RUMPUS_TEST_DB`. */
export type TestDatabase = 'sqlite' | 'mariadb' | 'postgres';

export const testDatabase = (): TestDatabase => (process.env['RUMPUS_TEST_DB'] as TestDatabase | undefined) ?? 'sqlite';

export interface Database {
  /** For `DATABASE_URL`. */
  readonly url: string;
  /** Names this use of the database, where one is used by one app after another: what lies elsewhere (Redis) must not be found by the next. */
  readonly use?: string;
  drop(): Promise<void>;
}

const maria = { host: '127.0.0.1', port: 3306, user: 'root' };
const postgres = { host: '127.0.0.1', port: 5432, user: 'postgres', database: 'postgres' };

/** What the names of all databases of this run begin with (`RUMPUS_TEST_RUN`, set by drop-databases.ts, which removes what a test left). */
export const databasePrefix = (): string => `rumpus_test_${process.env['RUMPUS_TEST_RUN'] ?? ''}`;

/** Makes an empty database of its own name; `drop` removes it again. SQLite's lies in `folder` and goes with it. */
export async function createDatabase(kind: TestDatabase, folder: string): Promise<Database> {
  const name = `${databasePrefix()}${randomBytes(6).toString('hex')}`;
  switch (kind) {
    case 'sqlite':
      return { url: `sqlite:${folder}/rumpus.db`, drop: async () => {} };
    case 'mariadb':
      await onMariaDb(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
      return { url: `mariadb://root@127.0.0.1:3306/${name}`, drop: async () => void (await onMariaDb(`DROP DATABASE IF EXISTS ${name}`)) };
    case 'postgres':
      await onPostgres(`CREATE DATABASE ${name}`);
      return { url: `postgres://postgres@127.0.0.1:5432/${name}`, drop: async () => void (await onPostgres(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)) };
  }
}

/** Removes every database whose name begins so, on the servers that answer. */
export async function dropAll(prefix: string): Promise<void> {
  if (available.mariadb) for (const { name } of await onMariaDb(`SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE '${prefix}%'`)) await onMariaDb(`DROP DATABASE IF EXISTS ${name}`);
  if (available.postgres) for (const { name } of await onPostgres(`SELECT datname AS name FROM pg_database WHERE datname LIKE '${prefix}%'`)) await onPostgres(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

type Names = readonly { name: string }[];

/** One statement in a connection of its own; the rows if it gives any. */
async function onMariaDb(sql: string): Promise<Names> {
  const connection = await createConnection(maria);
  const [rows] = await connection.query(sql);
  await connection.end();
  return rows as unknown as Names;
}

async function onPostgres(sql: string): Promise<Names> {
  const client = new Client(postgres);
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows as Names;
}

const reaches = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connectTcp({ host: '127.0.0.1', port, timeout: 1000 });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    for (const event of ['error', 'timeout']) socket.once(event, () => {
      socket.destroy();
      resolve(false);
    });
  });

const [mariadbThere, postgresThere, redisThere] = await Promise.all([reaches(3306), reaches(5432), reaches(6379)]);
const inCi = process.env['CI'] === 'true';

/** Which services unit tests may use. A fresh clone without servers skips what needs them; the gate skips nothing. */
export const available: Readonly<Record<TestDatabase | 'redis', boolean>> = { sqlite: true, mariadb: inCi || mariadbThere, postgres: inCi || postgresThere, redis: inCi || redisThere };

/** Runs the same tests on every database. */
export function onEachDatabase(title: string, tests: (kind: TestDatabase) => void): void {
  for (const kind of ['sqlite', 'mariadb', 'postgres'] as const) describe.skipIf(!available[kind])(`${title} on ${kind}`, () => tests(kind));
}
