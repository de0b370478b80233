import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

/** The three families of SQL we speak; MariaDB and MySQL are one. */
export type Dialect = 'sqlite' | 'mysql' | 'postgres';

/** Which SQL a connection speaks. */
export function dialectOf(source: DataSource | EntityManager | QueryRunner): Dialect {
  const { type } = ('connection' in source ? source.connection : source).options;
  switch (type) {
    case 'better-sqlite3':
      return 'sqlite';
    case 'mysql':
    case 'mariadb':
      return 'mysql';
    case 'postgres':
      return 'postgres';
    default:
      throw new Error(`unsupported database type ${type}`);
  }
}
