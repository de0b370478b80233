import type { DataSource } from 'typeorm';
import { type DirectValue, sqliteDirectOf } from '../sqlite/direct.js';

/**
 * Runs a query and gives each row as the list of its values, in the order of the selected columns; their names must differ. For wide
 * rows: on SQLite making objects of them takes longer than reading them.
 */
export async function readValues(source: DataSource, sql: string, parameters: readonly DirectValue[]): Promise<unknown[][]> {
  const direct = sqliteDirectOf(source);
  if (direct === undefined) return (await source.query<Record<string, unknown>[]>(sql, [...parameters])).map((row) => Object.values(row));
  source.logger.logQuery(sql);
  return direct.readValues(sql, parameters);
}
