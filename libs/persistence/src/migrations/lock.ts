import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import { dialectOf } from '../dialect.js';

const lockName = 'rumpus_migrations';
/** "rumpus" as a number, for PostgreSQL's advisory locks. */
const lockNumber = 7_296_627;

/**
 * Runs work while no other process migrates this database. SQLite needs nothing here: each migration there is one
 * exclusive transaction that first looks again what is left to do.
 */
export async function underMigrationLock<T>(runner: QueryRunner, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const dialect = dialectOf(runner.manager);
  if (dialect === 'sqlite') return work();
  const [lock, unlock] = dialect === 'mysql'
    ? [`SELECT GET_LOCK(CONCAT('${lockName}_', DATABASE()), 0) AS got`, `SELECT RELEASE_LOCK(CONCAT('${lockName}_', DATABASE()))`]
    : [`SELECT pg_try_advisory_lock(${lockNumber}) AS got`, `SELECT pg_advisory_unlock(${lockNumber})`];
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const [row] = (await runner.query(lock)) as { got: unknown }[];
    if (row?.got === true || Number(row?.got) === 1) break;
    if (Date.now() > deadline) throw new Error('Another process has been migrating the database for too long');
    await sleep(100);
  }
  try {
    return await work();
  } finally {
    await runner.query(unlock);
  }
}
