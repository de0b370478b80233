import { types } from 'pg';
import type { DataSourceOptions, EntitySchema, MigrationInterface } from 'typeorm';

/** What the modules bring: entity classes and migration classes, in order. */
export interface Schema {
  readonly entities: readonly (EntityClass | EntitySchema)[];
  readonly migrations: readonly (new () => MigrationInterface)[];
}
// TypeORM's own name for a class.
type EntityClass = Function;


/** How long a statement waits for another writer of the SQLite file. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Options for the database that `url` names: `sqlite:<path>`, `mysql://`, `mariadb://` or `postgres://`.
 * @throws Error for any other address
 */
export function dataSourceOptions(url: string, schema: Schema): DataSourceOptions {
  const common = { entities: [...schema.entities], migrations: [...schema.migrations], synchronize: false, migrationsRun: false, migrationsTableName: 'migrations' };
  const scheme = url.slice(0, url.indexOf(':')).toLowerCase();
  switch (scheme) {
    case 'sqlite':
      return { type: 'better-sqlite3', database: url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, ''), enableWAL: true, timeout: BUSY_TIMEOUT_MS, prepareDatabase: tuneSqlite, ...common };
    case 'mysql':
    case 'mariadb':
      // Dates are numbers in our tables; the time zone only matters for what an operator types by hand.
      return { type: 'mariadb', url, charset: 'utf8mb4_bin', timezone: 'Z', supportBigNumbers: true, bigNumberStrings: false, connectTimeout: 10_000, extra: { connectionLimit: 20, enableKeepAlive: true }, ...common };
    case 'postgres':
    case 'postgresql':
      types.setTypeParser(types.builtins.INT8, Number);
      return { type: 'postgres', url, extra: { max: 20, connectionTimeoutMillis: 10_000, keepAlive: true }, ...common };
    default:
      throw new Error(`DATABASE_URL must start with sqlite:, mysql:, mariadb: or postgres:, not ${scheme}:`);
  }
}

/** WAL with NORMAL loses nothing on a crash of the process; foreign keys are off in SQLite unless asked for. */
function tuneSqlite(database: { pragma(text: string): unknown }): void {
  database.pragma('foreign_keys = ON');
  database.pragma('synchronous = NORMAL');
  database.pragma('cache_size = -32768');
  database.pragma('temp_store = MEMORY');
}
