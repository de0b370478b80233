import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

/** The three families of SQL we speak; MariaDB and MySQL are one. */
export type Dialect = 'sqlite' | 'mysql' | 'postgres';

/** Which SQL a connection speaks. */
export function dialectOf(source: DataSource | EntityManager | QueryRunner): Dialect {
  const { type } = ('dataSource' in source ? source.dataSource : source).options;
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

/** Quotes a name of a table, column or index. */
export const quoted = (dialect: Dialect, name: string): string => (dialect === 'mysql' ? `\`${name.replaceAll('`', '``')}\`` : `"${name.replaceAll('"', '""')}"`);

/** The placeholder of the n-th parameter, counted from 1. */
export const placeholder = (dialect: Dialect, position: number): string => (dialect === 'postgres' ? `$${position}` : '?');
