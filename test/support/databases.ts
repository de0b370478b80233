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
  drop(): Promise<void>;
}

const maria = { host: '127.0.0.1', port: 3306, user: 'root' };
const postgres = { host: '127.0.0.1', port: 5432, user: 'postgres', database: 'postgres' };

/** Makes an empty database of its own name; `drop` removes it again. SQLite's lies in `folder` and goes with it. */
export async function createDatabase(kind: TestDatabase, folder: string): Promise<Database> {
  const name = `rumpus_test_${randomBytes(6).toString('hex')}`;
  switch (kind) {
    case 'sqlite':
      return { url: `sqlite:${folder}/rumpus.db`, drop: async () => {} };
    case 'mariadb': {
      const statement = async (sql: string): Promise<void> => {
        const connection = await createConnection(maria);
        await connection.query(sql);
        await connection.end();
      };
      await statement(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
      return { url: `mariadb://root@127.0.0.1:3306/${name}`, drop: () => statement(`DROP DATABASE IF EXISTS ${name}`) };
    }
    case 'postgres': {
      const statement = async (sql: string): Promise<void> => {
        const client = new Client(postgres);
        await client.connect();
        await client.query(sql);
        await client.end();
      };
      await statement(`CREATE DATABASE ${name}`);
      return { url: `postgres://postgres@127.0.0.1:5432/${name}`, drop: () => statement(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
    }
  }
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
