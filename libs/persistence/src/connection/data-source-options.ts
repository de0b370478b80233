import { types } from 'pg';
import type { DataSourceOptions, EntitySchema, MigrationInterface } from 'typeorm';
import { QueryLog } from '../query-log.js';
import type { SqliteConnection } from '../sqlite/serial-query-runner.js';
import { preparePragmas } from '../sqlite/attach.js';
import { Database } from '../sqlite/driver.js';

// TypeORM's own name for a class.
type EntityClass = Function;

/** What the modules bring: entity classes and migration classes, in order. */
export interface Schema {
  readonly entities: readonly (EntityClass | EntitySchema)[];
  readonly migrations: readonly (new () => MigrationInterface)[];
}

/** How the database is used. */
export interface Tuning {
  /** Most connections at a time; SQLite has one that writes and one that reads. */
  readonly poolSize?: number;
  /** Slower queries are logged. */
  readonly slowQueryMs?: number;
  /** Every query is logged, without its parameters. */
  readonly logQueries?: boolean;
}

const connectTimeoutMs = 10_000;

/**
 * Options for the database that `url` names: `sqlite:<path>`, `mysql://`, `mariadb://` or `postgres://`.
 * @throws Error for any other address
 */
export function dataSourceOptions(url: string, schema: Schema, tuning: Tuning = {}): DataSourceOptions {
  const { poolSize = 10, slowQueryMs = 500, logQueries = false } = tuning;
  const common = {
    entities: [...schema.entities],
    migrations: [...schema.migrations],
    synchronize: false,
    migrationsRun: false,
    logger: new QueryLog(logQueries),
    logging: true,
    maxQueryExecutionTime: slowQueryMs,
  };
  const scheme = url.slice(0, url.indexOf(':')).toLowerCase();
  switch (scheme) {
    case 'sqlite':
      return { ...common, type: 'better-sqlite3', driver: Database, database: sqliteFile(url), statementCacheSize: 500, prepareDatabase: (connection: SqliteConnection) => preparePragmas(connection) };
    case 'mysql':
    case 'mariadb':
      return {
        ...common,
        type: scheme,
        url: url.replace(/^mariadb:/i, 'mysql:'),
        poolSize,
        charset: 'utf8mb4_bin',
        // Moments are numbers in our tables; the time zone only matters for what an operator types by hand.
        timezone: 'Z',
        supportBigNumbers: true,
        bigNumberStrings: false,
        connectTimeout: connectTimeoutMs,
        extra: { enableKeepAlive: true, decimalNumbers: true, idleTimeout: 60_000, maxIdle: poolSize },
      };
    case 'postgres':
    case 'postgresql':
      types.setTypeParser(types.builtins.INT8, Number);
      return { ...common, type: 'postgres', url, poolSize, applicationName: 'rumpus', extra: { keepAlive: true, connectionTimeoutMillis: connectTimeoutMs, idleTimeoutMillis: 60_000 } };
    default:
      throw new Error(`DATABASE_URL must start with sqlite:, mysql:, mariadb: or postgres:, not ${scheme}:`);
  }
}

/** `sqlite:/data/x.db`, `sqlite:///data/x.db` and `sqlite:x.db` all name a file; `sqlite::memory:` none. */
export const sqliteFile = (url: string): string => url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');

/** The address without its password, for messages. */
export const shownUrl = (url: string): string => url.replace(/^([a-z]+:\/\/[^:@/]*):[^@]*@/i, '$1:***@');
