import { setTimeout as sleep } from 'node:timers/promises';
import { type DataSource, QueryFailedError } from 'typeorm';
import { inScope, type WriteGate } from './gate.js';

/** A value that stands for a `?`. */
export type DirectValue = string | number | bigint | boolean | null | Buffer;
export type DirectRow = Record<string, string | number | null>;

/** One compiled statement of better-sqlite3, as far as it is used here. */
interface Statement {
  readonly reader: boolean;
  all(...values: unknown[]): DirectRow[];
  run(...values: unknown[]): { changes: number; lastInsertRowid: number | bigint };
  /** Answers with lists of values from now on. */
  raw(): { all(...values: unknown[]): DirectValue[][] };
}
export interface DirectConnection {
  prepare(sql: string): Statement;
}

/** Statements of one transaction, or of a moment in which nobody writes. */
export interface DirectStatements {
  all(sql: string, values: readonly DirectValue[]): DirectRow[];
  run(sql: string, values: readonly DirectValue[]): { changes: number; id: number };
}

/** How many different statements stay compiled: hot paths have few, and lists with many `?` must not push them out for ever. */
const MOST_STATEMENTS = 300;
const BUSY_LIMIT_MS = 10_000;
const isBusy = (error: unknown): boolean => error instanceof QueryFailedError && String((error.driverError as { code?: unknown }).code).startsWith('SQLITE_BUSY');

/** Runs compiled statements on one connection; failures are those that TypeORM would throw. */
class Compiled implements DirectStatements {
  readonly #statements = new Map<string, Statement>();

  constructor(private readonly connection: DirectConnection) {}

  all(sql: string, values: readonly DirectValue[]): DirectRow[] {
    return this.#use(sql, values, (statement, bound) => (statement.reader ? statement.all(...bound) : (statement.run(...bound), [])));
  }

  /** The rows as lists of values, in the order of the columns. */
  values(sql: string, values: readonly DirectValue[]): DirectValue[][] {
    return this.#use(sql, values, (statement, bound) => statement.raw().all(...bound), 'values');
  }

  run(sql: string, values: readonly DirectValue[]): { changes: number; id: number } {
    return this.#use(sql, values, (statement, bound) => {
      const { changes, lastInsertRowid } = statement.run(...bound);
      return { changes, id: Number(lastInsertRowid) };
    });
  }

  #use<T>(sql: string, values: readonly DirectValue[], use: (statement: Statement, bound: unknown[]) => T, rowsAs: 'objects' | 'values' = 'objects'): T {
    const bound = values.map((value) => (typeof value === 'boolean' ? Number(value) : value));
    try {
      return use(this.#statement(sql, rowsAs), bound);
    } catch (error) {
      throw new QueryFailedError(sql, bound, error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** A compiled statement has one shape of rows: the same text with the other shape is another statement. */
  #statement(sql: string, rowsAs: 'objects' | 'values'): Statement {
    const key = rowsAs === 'objects' ? sql : `${rowsAs}:${sql}`;
    const known = this.#statements.get(key);
    if (known !== undefined) return known;
    const [oldest] = this.#statements.keys();
    if (this.#statements.size >= MOST_STATEMENTS && oldest !== undefined) this.#statements.delete(oldest);
    const statement = this.connection.prepare(sql);
    this.#statements.set(key, statement);
    return statement;
  }
}

/**
 * Compiled statements on SQLite without what TypeORM does around each of them: for paths that run thousands a second. Reads outside of
 * transactions never wait; writers take their turn at the same gate as everybody else.
 */
export class SqliteDirect {
  readonly #writer: Compiled;
  readonly #reader: Compiled | undefined;

  constructor(private readonly gate: WriteGate, writer: DirectConnection, reader: DirectConnection | undefined) {
    this.#writer = new Compiled(writer);
    this.#reader = reader === undefined ? undefined : new Compiled(reader);
  }

  read(sql: string, values: readonly DirectValue[]): Promise<DirectRow[]> {
    return this.#reading((statements) => statements.all(sql, values));
  }

  /** As {@link read}, with each row as the list of its values: of a wide row that takes a third of the time. */
  readValues(sql: string, values: readonly DirectValue[]): Promise<DirectValue[][]> {
    return this.#reading((statements) => statements.values(sql, values));
  }

  async #reading<T>(read: (statements: Compiled) => T): Promise<T> {
    if (this.#reader !== undefined) return read(this.#reader);
    const leave = await this.gate.enter();
    try {
      return read(this.#writer);
    } finally {
      leave();
    }
  }

  /** All or nothing. `work` must touch nothing but the database, through the statements it is given. */
  transaction<T>(work: (statements: DirectStatements) => Promise<T>): Promise<T> {
    return inScope(async () => {
      const leave = await this.gate.enter();
      try {
        await this.#begin();
        try {
          const result = await work(this.#writer);
          this.#writer.run('COMMIT', []);
          return result;
        } catch (error) {
          this.#rollback();
          throw error;
        }
      } finally {
        leave();
      }
    });
  }

  /** A lock of another process is waited for without blocking the event loop. */
  async #begin(): Promise<void> {
    const deadline = Date.now() + BUSY_LIMIT_MS;
    for (let pause = 5; ; pause = Math.min(pause * 2, 200)) {
      try {
        this.#writer.run('BEGIN IMMEDIATE', []);
        return;
      } catch (error) {
        if (!isBusy(error) || Date.now() > deadline) throw error;
        await sleep(pause);
      }
    }
  }

  /** A full disk ends the transaction in SQLite by itself, and ROLLBACK then fails: it is over all the same. */
  #rollback(): void {
    try {
      this.#writer.run('ROLLBACK', []);
    } catch (error) {
      if (!(error instanceof QueryFailedError)) throw error;
    }
  }
}

const directs = new WeakMap<DataSource, SqliteDirect>();

export const keepDirect = (source: DataSource, direct: SqliteDirect): void => void directs.set(source, direct);

/** The direct way into a SQLite data source; `undefined` for the other databases. */
export const sqliteDirectOf = (source: DataSource): SqliteDirect | undefined => directs.get(source);
