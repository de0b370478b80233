import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';

/** Deadlocks, lost races for a snapshot and lock time-outs: trying the whole transaction again helps. */
const retryable = new Set<unknown>(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD', '40001', '40P01', '55P03', 'SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT']);
const unique = new Set<unknown>(['ER_DUP_ENTRY', '23505', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY']);
const foreign = new Set<unknown>(['ER_NO_REFERENCED_ROW_2', 'ER_ROW_IS_REFERENCED_2', '23503', 'SQLITE_CONSTRAINT_FOREIGNKEY']);

const codeOf = (error: unknown): unknown => (error as { driverError?: { code?: unknown } } | null)?.driverError?.code;

/** Whether the failure came from two transactions in each other's way. */
export const isRetryable = (error: unknown): boolean => retryable.has(codeOf(error));
/** Whether a row with the same unique key is there already. */
export const isUniqueViolation = (error: unknown): boolean => unique.has(codeOf(error));
/** Whether a row that is referred to is missing, or still referred to. */
export const isForeignKeyViolation = (error: unknown): boolean => foreign.has(codeOf(error));

const badData = new Set<unknown>([
  'ER_BAD_FIELD_ERROR', 'ER_BAD_NULL_ERROR', 'ER_DATA_TOO_LONG', 'ER_DUP_ENTRY', 'ER_NET_PACKET_TOO_LARGE', 'ER_NO_DEFAULT_FOR_FIELD', 'ER_TRUNCATED_WRONG_VALUE', 'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD', 'ER_WARN_DATA_OUT_OF_RANGE',
]);

/** Whether it lies in what was to be written and not in the database: the same again fails again, something else may not. */
export function isDataFault(error: unknown): boolean {
  const code = codeOf(error);
  // PostgreSQL: data exceptions, broken constraints, limits of a value.
  return error instanceof TypeError || error instanceof RangeError || badData.has(code) || (typeof code === 'string' && /^(?:SQLITE_(?:CONSTRAINT|MISMATCH|TOOBIG)|(?:22|23|54)[0-9A-Z]{3}$)/u.test(code));
}

/** How often and how a transaction is tried. */
export interface TransactionOptions {
  /** Attempts in all. */
  readonly attempts?: number;
}

/**
 * Runs work in a transaction and tries again after a deadlock. `work` may run several times: it must touch nothing but
 * the database, through the manager it is given. Inside of a transaction it becomes a part of that one.
 */
export async function transaction<T>(source: DataSource | EntityManager, work: (manager: EntityManager) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
  const nested = 'queryRunner' in source && source.queryRunner?.isTransactionActive === true;
  const attempts = nested ? 1 : (options.attempts ?? 5);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await source.transaction(work);
    } catch (error) {
      if (attempt >= attempts || !isRetryable(error)) throw error;
      await sleep(10 * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}
