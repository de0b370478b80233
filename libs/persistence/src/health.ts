import type { DataSource } from 'typeorm';
import { dialectOf } from './dialect.js';
import { writeGateOf } from './sqlite/attach.js';

/** Asks the database for a sign of life. Rejects when there is none within the time. */
export async function pingDatabase(dataSource: DataSource, timeoutMs = 2000): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The database did not answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([dataSource.query('SELECT 1'), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** How busy the connections are. */
export interface PoolStats {
  readonly max: number;
  readonly open: number;
  readonly idle: number;
  /** Work that waits for a connection (on SQLite: for its turn to write). */
  readonly waiting: number;
}

interface MysqlPool {
  readonly _allConnections: { readonly length: number };
  readonly _freeConnections: { readonly length: number };
  readonly _connectionQueue: { readonly length: number };
  readonly config: { readonly connectionLimit: number };
}

interface PostgresPool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  readonly options: { readonly max: number };
}

/** Figures for the metrics. */
export function poolStats(dataSource: DataSource): PoolStats {
  const dialect = dialectOf(dataSource);
  const driver = dataSource.driver as unknown as { pool?: MysqlPool; master?: PostgresPool };
  if (dialect === 'mysql' && driver.pool !== undefined) {
    const { _allConnections: all, _freeConnections: free, _connectionQueue: queue, config } = driver.pool;
    return { max: config.connectionLimit, open: all.length, idle: free.length, waiting: queue.length };
  }
  if (dialect === 'postgres' && driver.master !== undefined) {
    const { totalCount, idleCount, waitingCount, options } = driver.master;
    return { max: options.max, open: totalCount, idle: idleCount, waiting: waitingCount };
  }
  const gate = writeGateOf(dataSource);
  return { max: 1, open: dataSource.isInitialized ? 1 : 0, idle: gate?.busy === true ? 0 : 1, waiting: gate?.waiting ?? 0 };
}
