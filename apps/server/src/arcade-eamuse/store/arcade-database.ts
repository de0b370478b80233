import { dialectOf, type Dialect, isUniqueViolation, sqliteDirectOf, transaction } from '@rumpus/persistence';
import type { DataSource } from 'typeorm';

import { DirectDatabase } from './direct-sql.js';
import { RunnerSql, type Row, type Sql, type SqlValue } from './sql.js';

/** How often work is done again that met somebody else's new row with the same key. */
const ATTEMPTS = 5;

/** The arcade's way to the database: single statements, each on a connection of its own, and transactions. */
export class ArcadeDatabase implements Sql {
  readonly dialect: Dialect;

  private readonly direct: DirectDatabase | undefined;

  constructor(private readonly dataSource: DataSource) {
    this.dialect = dialectOf(dataSource);
    const sqlite = sqliteDirectOf(dataSource);
    this.direct = sqlite === undefined ? undefined : new DirectDatabase(sqlite);
  }

  all(statement: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    if (this.direct !== undefined) return this.direct.read(statement, values);
    return this.withRunner((sql) => sql.all(statement, values));
  }
  async first(statement: string, values: readonly SqlValue[] = []): Promise<Row | undefined> {
    if (this.direct !== undefined) return (await this.direct.read(statement, values))[0];
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
        if (this.direct !== undefined) return await this.direct.transaction(work);
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
    if (this.direct !== undefined) return this.direct.transaction(use);
    const runner = this.dataSource.createQueryRunner();
    try {
      return await use(new RunnerSql(this.dialect, runner));
    } finally {
      await runner.release();
    }
  }
}
