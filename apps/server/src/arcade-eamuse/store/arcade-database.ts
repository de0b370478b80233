import { dialectOf, type Dialect, isUniqueViolation, transaction } from '@rumpus/persistence';
import type { DataSource } from 'typeorm';

import { RunnerSql, type Row, type Sql, type SqlValue } from './sql.js';

/** How often work is done again that met somebody else's new row with the same key. */
const ATTEMPTS = 5;

/** The arcade's way to the database: single statements, each on a connection of its own, and transactions. */
export class ArcadeDatabase implements Sql {
  readonly dialect: Dialect;

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
    for (let attempt = 1; ; attempt++) {
      try {
        return await transaction(this.dataSource, ({ queryRunner }) => {
          if (queryRunner === undefined) throw new Error('a transaction has a connection of its own');
          return work(new RunnerSql(this.dialect, queryRunner));
        });
      } catch (error) {
        if (attempt === ATTEMPTS || !isUniqueViolation(error)) throw error;
      }
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
