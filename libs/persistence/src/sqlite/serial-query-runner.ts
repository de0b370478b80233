import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js';
import type { WriteGate } from './gate.js';

/** What TypeORM's driver for better-sqlite3 has that we use. */
export interface SqliteDriver {
  databaseConnection: SqliteConnection;
  createQueryRunner: (mode: 'master' | 'slave') => QueryRunner;
}

/** The part of a better-sqlite3 connection that is used here. */
export interface SqliteConnection {
  pragma(text: string): unknown;
  close(): void;
  readonly memory: boolean;
  readonly name: string;
}

/** What all runners of one data source share. */
export interface SharedState {
  readonly gate: WriteGate;
  /** Compiled statements of the writing connection; a runner lives for one query only. */
  readonly statements: Map<string, unknown>;
  /** Reads outside of transactions go to a connection of their own and never wait (WAL). None for `:memory:`. */
  readonly reader: BetterSqlite3QueryRunner | undefined;
}

const isRead = (sql: string): boolean => /^\s*(select|values|explain|with)\b/i.test(sql) && !/^\s*with\b[^]*\b(insert|update|delete|replace)\b/i.test(sql);
const isBusy = (error: unknown): boolean => String((error as { driverError?: { code?: unknown } }).driverError?.code).startsWith('SQLITE_BUSY');
const busyLimitMs = 10_000;

/**
 * One runner for one piece of work, as on the other databases (TypeORM itself shares a single one). Transactions and
 * writes take turns; a lock of another process is waited for without blocking the event loop.
 */
export class SerialQueryRunner extends BetterSqlite3QueryRunner {
  #leave: (() => void) | undefined;

  constructor(
    driver: SqliteDriver,
    private readonly shared: SharedState,
  ) {
    super(driver as never);
    (this as unknown as { stmtCache: Map<string, unknown> }).stmtCache = shared.statements;
  }

  override async query(sql: string, parameters: unknown[] = [], structured = false): Promise<unknown> {
    if (this.#leave !== undefined) return this.#patiently(sql, parameters, structured);
    const { reader } = this.shared;
    if (reader !== undefined && isRead(sql)) return reader.query(sql, parameters, structured) as Promise<unknown>;
    const leave = await this.shared.gate.enter();
    try {
      return await this.#patiently(sql, parameters, structured);
    } finally {
      leave();
    }
  }

  override async startTransaction(): Promise<void> {
    const outermost = this.#leave === undefined;
    if (outermost) this.#leave = await this.shared.gate.enter();
    try {
      await super.startTransaction();
    } catch (error) {
      if (outermost) this.#end();
      throw error;
    }
  }

  override async commitTransaction(): Promise<void> {
    await super.commitTransaction();
    if (!this.isTransactionActive) this.#end();
  }

  override async rollbackTransaction(): Promise<void> {
    const outermost = this.transactionDepth <= 1;
    try {
      await super.rollbackTransaction();
    } finally {
      // A full disk ends the transaction in SQLite by itself, and ROLLBACK then fails: our turn is over all the same.
      if (outermost) this.#end();
    }
  }

  override async release(): Promise<void> {
    if (this.#leave !== undefined && this.isTransactionActive) await this.rollbackTransaction().catch(() => undefined);
    this.#end();
    await super.release();
  }

  #end(): void {
    this.isTransactionActive = false;
    this.transactionDepth = 0;
    this.#leave?.();
    this.#leave = undefined;
  }

  async #patiently(sql: string, parameters: unknown[], structured: boolean): Promise<unknown> {
    // IMMEDIATE: a transaction that starts with a read and writes later could otherwise fail on a stale snapshot.
    const text = sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : sql;
    const deadline = Date.now() + busyLimitMs;
    for (let pause = 5; ; pause = Math.min(pause * 2, 200)) {
      try {
        return (await super.query(text, parameters, structured)) as unknown;
      } catch (error) {
        if (!isBusy(error) || Date.now() > deadline) throw error;
        await sleep(pause);
      }
    }
  }
}
