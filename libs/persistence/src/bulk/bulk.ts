import type { DataSource, EntityManager, EntityMetadata, ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { type Dialect, dialectOf, placeholder, quoted } from '../dialect.js';

type EntityClass<T> = new () => T;
/** A row to write: properties of the entity. Every row must have the properties of the first one. */
export type Row<T> = { [K in keyof T]?: T[K] | null };

/** Parameters that one statement may have (SQLite 32,766; the others 65,535). */
const maxParameters = 30_000;
/**
 * Rows of one statement. Drivers keep statements by their text, and a statement of many rows takes a megabyte: with a text for every
 * number of rows that adds up to hundreds. Five sizes make five texts.
 */
const statementSizes = [256, 64, 16, 4, 1];

/** Characters that the parameters of one statement may have together, beyond its first row: MariaDB refuses a packet above 16 MB, quotes and all. */
const maxCharacters = 4 * 1024 * 1024;

/** What to do with a row whose key is there already. */
export interface OnConflict<T> {
  /** Properties of the unique key. */
  readonly key: readonly (keyof T & string)[];
  /** Properties that take the new value; none: the old row stays as it is. */
  readonly update: readonly (keyof T & string)[];
}

/** Inserts rows with few statements, without entity events. Several chunks are only together in a transaction if `manager` is in one. */
export async function insertRows<T extends ObjectLiteral>(manager: DataSource | EntityManager, entity: EntityClass<T>, rows: readonly Row<T>[]): Promise<void> {
  await write(manager, entity, rows, undefined);
}

/** Inserts rows, or updates those whose key is there already. */
export async function upsertRows<T extends ObjectLiteral>(manager: DataSource | EntityManager, entity: EntityClass<T>, rows: readonly Row<T>[], conflict: OnConflict<T>): Promise<void> {
  await write(manager, entity, rows, conflict);
}

async function write<T extends ObjectLiteral>(source: DataSource | EntityManager, entity: EntityClass<T>, rows: readonly Row<T>[], conflict: OnConflict<T> | undefined): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const dialect = dialectOf(source);
  const dataSource = 'dataSource' in source ? source.dataSource : source;
  const metadata = dataSource.getMetadata(entity);
  const columns = columnsOf(metadata, Object.keys(first));
  const head = `INSERT INTO ${quoted(dialect, metadata.tableName)} (${columns.map((column) => quoted(dialect, column.databaseName)).join(', ')}) VALUES `;
  const tail = conflict === undefined ? '' : conflictSql(dialect, metadata, conflict.key, conflict.update);
  for (const chunk of inStatementSizes(rows, Math.floor(maxParameters / columns.length))) {
    const prepared = chunk.map((row) => columns.map((column) => dataSource.driver.preparePersistentValue((row as ObjectLiteral)[column.propertyName] ?? null, column) as unknown));
    for (const part of inPackets(prepared)) {
      const values = part.map((_, index) => `(${columns.map((_column, offset) => placeholder(dialect, index * columns.length + offset + 1)).join(', ')})`);
      await source.query(`${head}${values.join(', ')}${tail}`, part.flat());
    }
  }
}

/** Cuts rows into parts of the sizes above, the largest that fits first. */
function* inStatementSizes<T>(rows: readonly T[], most: number): Generator<readonly T[]> {
  let start = 0;
  while (start < rows.length) {
    const left = rows.length - start;
    const size = statementSizes.find((candidate) => candidate <= left && candidate <= most) ?? 1;
    yield rows.slice(start, start + size);
    start += size;
  }
}

/** Rows that are small, as nearly all are, stay together; from where they get too large each goes by itself. */
function* inPackets(rows: readonly unknown[][]): Generator<readonly unknown[][]> {
  const characters = rows.flat().reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0);
  if (characters <= maxCharacters) yield rows;
  else for (const row of rows) yield [row];
}

/** The columns of some properties. @throws Error for a property that is none */
export function columnsOf(metadata: EntityMetadata, properties: readonly string[]): ColumnMetadata[] {
  return properties.map((property) => {
    const column = metadata.findColumnWithPropertyName(property);
    if (column === undefined) throw new Error(`${metadata.name} has no column ${property}`);
    return column;
  });
}

function conflictSql(dialect: Dialect, metadata: EntityMetadata, keyProperties: readonly string[], updatedProperties: readonly string[]): string {
  const names = (properties: readonly string[]): string[] => columnsOf(metadata, properties).map((column) => quoted(dialect, column.databaseName));
  const key = names(keyProperties);
  const update = names(updatedProperties);
  if (dialect === 'mysql') {
    // Without anything to update a column is set to itself: unlike INSERT IGNORE that hides no other fault.
    const changes = update.length === 0 ? key.slice(0, 1).map((name) => `${name} = ${name}`) : update.map((name) => `${name} = VALUES(${name})`);
    return ` ON DUPLICATE KEY UPDATE ${changes.join(', ')}`;
  }
  return ` ON CONFLICT (${key.join(', ')}) ${update.length === 0 ? 'DO NOTHING' : `DO UPDATE SET ${update.map((name) => `${name} = excluded.${name}`).join(', ')}`}`;
}
