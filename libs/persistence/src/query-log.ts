import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger } from '@nestjs/common';
import type { Logger as TypeOrmLogger } from 'typeorm';

interface Tally {
  count: number;
}

const tallies = new AsyncLocalStorage<Tally>();
let total = 0;

/** Counts queries: in tests ("at most 6 queries a request") and in the log line of a request. */
export const queryCounter = {
  /** Runs work and everything it awaits under a counter of its own. */
  run<T>(work: () => T): T {
    return tallies.run({ count: 0 }, work);
  },
  /** Queries since the innermost `run` began; `undefined` outside of one. */
  get current(): number | undefined {
    return tallies.getStore()?.count;
  },
  /** Gives a function that reads the innermost counter, from outside of its context too (when an answer ends). */
  reader(): () => number {
    const tally = tallies.getStore();
    return () => tally?.count ?? 0;
  },
  /** Queries of this process since its start. */
  get total(): number {
    return total;
  },
};

/** TypeORM's logger: counts, and writes slow or failing queries. Parameters are never logged: they hold user data. */
export class QueryLog implements TypeOrmLogger {
  readonly #logger = new Logger('Database');

  constructor(private readonly logAll: boolean) {}

  logQuery(query: string): void {
    total += 1;
    const tally = tallies.getStore();
    if (tally !== undefined) tally.count += 1;
    if (this.logAll) this.#logger.debug(query);
  }

  logQueryError(error: string | Error, query: string): void {
    // The caller decides whether it is an error: a lost race for a unique key is not.
    this.#logger.debug({ msg: `Query failed: ${error instanceof Error ? error.message : error}`, query: query.slice(0, 2000) });
  }

  logQuerySlow(time: number, query: string): void {
    this.#logger.warn({ msg: `Slow query: ${Math.round(time)} ms`, query: query.slice(0, 2000) });
  }

  logSchemaBuild(message: string): void {
    this.#logger.debug(message);
  }

  logMigration(message: string): void {
    this.#logger.debug(message);
  }

  log(level: 'log' | 'info' | 'warn', message: unknown): void {
    if (level === 'warn') this.#logger.warn(message);
    else this.#logger.debug(message);
  }
}
