import type { DirectStatements, SqliteDirect } from '@rumpus/persistence';

import { insertNewStatement, insertStatement, type Row, type Sql, type SqlValue, upsertStatement } from './sql.js';

/** SQLite takes numbers and texts only: times go in as milliseconds, as entities keep them. */
const bound = (values: readonly SqlValue[]): (string | number | boolean | null)[] => values.map((value) => (value instanceof Date ? value.getTime() : value));

/** Statements inside of a transaction on SQLite. */
class DirectSql implements Sql {
  readonly dialect = 'sqlite';

  constructor(private readonly statements: DirectStatements) {}

  async all(statement: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return this.statements.all(statement, bound(values));
  }
  async first(statement: string, values: readonly SqlValue[] = []): Promise<Row | undefined> {
    return this.statements.all(statement, bound(values))[0];
  }
  async run(statement: string, values: readonly SqlValue[] = []): Promise<number> {
    return this.statements.run(statement, bound(values)).changes;
  }
  async insert(table: string, row: Readonly<Record<string, SqlValue>>): Promise<number> {
    return this.statements.run(insertStatement(table, row), bound(Object.values(row))).id;
  }
  async upsert(table: string, row: Readonly<Record<string, SqlValue>>, keys: readonly string[], update?: readonly string[]): Promise<void> {
    this.statements.run(upsertStatement('sqlite', table, row, keys, update), bound(Object.values(row)));
  }
  async insertNew(table: string, row: Readonly<Record<string, SqlValue>>): Promise<boolean> {
    return this.statements.run(insertNewStatement('sqlite', table, row), bound(Object.values(row))).changes > 0;
  }
}

/** The arcade's way into SQLite: compiled statements, without what TypeORM does around each. */
export class DirectDatabase {
  constructor(private readonly direct: SqliteDirect) {}

  read(statement: string, values: readonly SqlValue[]): Promise<Row[]> {
    return this.direct.read(statement, bound(values));
  }

  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.direct.transaction((statements) => work(new DirectSql(statements)));
  }
}
