import { dialectOf } from '../dialect.js';
import type { DataSource, EntityMetadata, QueryRunner, Table } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';

/**
 * Compares what the entities believe with what the migrations made. Tables and columns (type, length, nullability,
 * primary key) must agree both ways; every index and reference of an entity must be there, while the migrations may
 * have more of them. Gives one sentence for each difference.
 */
export async function schemaDrift(source: DataSource): Promise<string[]> {
  const runner = source.createQueryRunner();
  try {
    const faults: string[] = [];
    for (const metadata of source.entityMetadatas) faults.push(...(await tableDrift(runner, metadata)));
    return faults;
  } finally {
    await runner.release();
  }
}

async function tableDrift(runner: QueryRunner, metadata: EntityMetadata): Promise<string[]> {
  const source = runner.dataSource;
  const table = await runner.getTable(metadata.tableName);
  if (table === undefined) return [`${metadata.tableName}: no migration makes this table`];
  return [...columnDrift(source, table, metadata), ...indexDrift(table, metadata, dialectOf(source) !== 'postgres'), ...referenceDrift(table, metadata)].map((fault) => `${metadata.tableName}: ${fault}`);
}

function columnDrift({ driver }: DataSource, table: Table, metadata: EntityMetadata): string[] {
  const faults: string[] = [];
  for (const column of metadata.columns) {
    const found = table.findColumnByName(column.databaseName);
    if (found === undefined) {
      faults.push(`${column.databaseName} is missing`);
      continue;
    }
    const wanted = sameType(driver.normalizeType(column));
    if (sameType(found.type) !== wanted) faults.push(`${column.databaseName} is ${found.type}, the entity says ${wanted}`);
    if (wanted === 'varchar' && Number(found.length) !== Number(column.length)) faults.push(`${column.databaseName} holds ${found.length} characters, the entity says ${column.length}`);
    if (found.isNullable !== column.isNullable) faults.push(`${column.databaseName} is ${found.isNullable ? '' : 'not '}nullable, the entity says otherwise`);
    if (found.isPrimary !== column.isPrimary) faults.push(`${column.databaseName} is ${found.isPrimary ? '' : 'not '}in the primary key, the entity says otherwise`);
    if (found.isGenerated !== column.isGenerated) faults.push(`${column.databaseName} is ${found.isGenerated ? '' : 'not '}counted up, the entity says otherwise`);
    if (hasDefault(column) && found.default == null) faults.push(`${column.databaseName} has no default, the entity says it has`);
  }
  const unknown = table.columns.filter(({ name }) => !metadata.columns.some((column) => column.databaseName === name));
  faults.push(...unknown.map(({ name }) => `${name} is in no entity`));
  return faults;
}

const hasDefault = ({ default: value }: ColumnMetadata): boolean => value !== undefined && value !== null;

/** Names that mean one sort of column; `text` of an entity is `longtext` on MariaDB, where `text` ends at 64 KB. */
function sameType(type: string): string {
  switch (type) {
    case 'character varying':
      return 'varchar';
    case 'integer':
      return 'int';
    case 'longtext':
      return 'text';
    case 'double precision':
      return 'double';
    case 'tinyint':
      return 'boolean';
    default:
      return type;
  }
}

function indexDrift(table: Table, metadata: EntityMetadata, ordered: boolean): string[] {
  // TypeORM gives the columns of PostgreSQL's indices in the order of the table, not of the index.
  const listed = (columns: readonly string[], unique: boolean): string => `${unique ? 'unique ' : ''}index over ${(ordered ? columns : columns.toSorted()).join(', ')}`;
  const wanted = [
    ...metadata.indices.map((index) => listed(index.columns.map((column) => column.databaseName), index.isUnique)),
    ...metadata.uniques.map((unique) => listed(unique.columns.map((column) => column.databaseName), true)),
  ];
  const found = new Set([...table.indices.map((index) => listed(index.columnNames, index.isUnique)), ...table.uniques.map((unique) => listed(unique.columnNames, true))]);
  return wanted.filter((index) => !found.has(index)).map((index) => `the entity's ${index} is missing`);
}

function referenceDrift(table: Table, metadata: EntityMetadata): string[] {
  const text = (columns: readonly string[], target: string, onDelete: string | undefined): string => `reference of ${columns.join(', ')} to ${target} (${onDelete ?? 'NO ACTION'})`;
  const found = new Set(table.foreignKeys.map((key) => text(key.columnNames, key.referencedTableName.split('.').pop() ?? '', key.onDelete)));
  const wanted = metadata.foreignKeys.map((key) => text(key.columns.map((column) => column.databaseName), key.referencedEntityMetadata.tableName, key.onDelete));
  return wanted.filter((key) => !found.has(key)).map((key) => `the entity's ${key} is missing`);
}
