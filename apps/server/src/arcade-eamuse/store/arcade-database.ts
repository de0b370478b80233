import { dialectOf, type Dialect } from '@rumpus/persistence';
import type { DataSource } from 'typeorm';

import { RunnerSql, type Row, type Sql, type SqlValue } from './sql.js';

/** How often a transaction that lost a race is tried again. */
const ATTEMPTS = 8;
/** Deadlock and serialisation failures of MariaDB and PostgreSQL, and the busy answer of SQLite: the same work succeeds a moment later. */
const RACES = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD', '40P01', '40001', 'SQLITE_BUSY']);

const lostRace = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && (RACES.has(String((error as { code?: unknown }).code)) || ('driverError' in error && lostRace(error.driverError)));

/** Whether a statement failed because a row with the same unique key exists. */
export function isDuplicate(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const code = String((error as { code?: unknown }).code);
  if (code === 'ER_DUP_ENTRY' || code === '23505' || code.startsWith('SQLITE_CONSTRAINT_UNIQUE')) return true;
  return 'driverError' in error && isDuplicate(error.driverError);
}

/** The arcade's way to the database: single statements, each on a connection of its own, and transactions. */
export class ArcadeDatabase implements Sql {
  readonly dialect: Dialect;
  /** SQLite has one connection: its transactions stand in line. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly dataSource: DataSource) {
    this.dialect = dialectOf(dataSource);
  }

  all(statement: string, values?: readonly SqlValue[]): Promise<Row[]> {
    return this.withRunner((sql) => sql.all(statement, values));
  }
  first(statement: string, values?: readonly SqlValue[]): Promise<Row | undefined> {
    return this.withRunner((sql) => sql.first(statement, values));
  }
  run(statement: string, values?: readonly SqlValue[]): Promise<number> {
    return this.withRunner((sql) => sql.run(statement, values));
  }
  insert(table: string, row: Readonly<Record<string, SqlValue>>): Promise<number> {
    return this.withRunner((sql) => sql.insert(table, row));
  }
  upsert(table: string, row: Readonly<Record<string, SqlValue>>, keys: readonly string[], update?: readonly string[]): Promise<void> {
    return this.withRunner((sql) => sql.upsert(table, row, keys, update));
  }
  insertNew(table: string, row: Readonly<Record<string, SqlValue>>): Promise<boolean> {
    return this.withRunner((sql) => sql.insertNew(table, row));
  }

  /** All or nothing. Work that lost a race is done again from its start, so it must not change anything but the database. */
  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    if (this.dialect !== 'sqlite') return this.attempts(work);
    const turn = this.queue.then(() => this.attempts(work));
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  private async attempts<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(work);
      } catch (error) {
        if (attempt === ATTEMPTS || !(lostRace(error) || isDuplicate(error))) throw error;
      }
    }
  }

  private async attempt<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      const result = await work(new RunnerSql(this.dialect, runner));
      await runner.commitTransaction();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      throw error;
    } finally {
      await runner.release();
    }
  }

  private async withRunner<T>(use: (sql: Sql) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      return await use(new RunnerSql(this.dialect, runner));
    } finally {
      await runner.release();
    }
  }
}
