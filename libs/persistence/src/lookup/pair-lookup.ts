import type { DataSource, EntityMetadata, ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { dialectOf, placeholder, quoted } from '../dialect.js';
import { sqliteDirectOf } from '../sqlite/direct.js';

type EntityClass<T> = new () => T;

/** One side of the pair: which entity, which of its columns, and what they are called in the answer. */
interface Side {
  readonly metadata: EntityMetadata;
  readonly columns: readonly { readonly column: ColumnMetadata; readonly alias: string }[];
}

/**
 * Finds the row of `left` with a value in a unique column, together with the row of `right` that it points to. The statement is written
 * once and then only run: for what every request asks, the query builder's writing costs more than the database's answering.
 */
export class PairLookup<L extends ObjectLiteral, R extends ObjectLiteral> {
  readonly #left: Side;
  readonly #right: Side;
  readonly #sql: string;

  /** `by` is the property of `left` that is looked for, `reference` the one that holds the `id` of `right`. */
  constructor(private readonly source: DataSource, left: EntityClass<L>, right: EntityClass<R>, by: keyof L & string, reference: keyof L & string) {
    this.#left = sideOf(source, left, 'l');
    this.#right = sideOf(source, right, 'r');
    const dialect = dialectOf(source);
    const name = (side: 'l' | 'r', { databaseName }: ColumnMetadata): string => `${side}.${quoted(dialect, databaseName)}`;
    const chosen = [...this.#left.columns.map(({ column, alias }) => `${name('l', column)} AS ${alias}`), ...this.#right.columns.map(({ column, alias }) => `${name('r', column)} AS ${alias}`)];
    const own = (property: string): string => name('l', columnOf(this.#left.metadata, property));
    this.#sql = `SELECT ${chosen.join(', ')} FROM ${quoted(dialect, this.#left.metadata.tableName)} l JOIN ${quoted(dialect, this.#right.metadata.tableName)} r`
      + ` ON ${name('r', columnOf(this.#right.metadata, 'id'))} = ${own(reference)} WHERE ${own(by)} = ${placeholder(dialect, 1)}`;
  }

  /** The two entities, or undefined when there is no such row. */
  async find(value: string | number): Promise<{ left: L; right: R } | undefined> {
    const direct = sqliteDirectOf(this.source);
    const [row] = direct === undefined ? await this.source.query<Record<string, unknown>[]>(this.#sql, [value]) : await direct.read(this.#sql, [value]);
    return row === undefined ? undefined : { left: this.#entity(this.#left, row) as L, right: this.#entity(this.#right, row) as R };
  }

  #entity({ metadata, columns }: Side, row: Readonly<Record<string, unknown>>): ObjectLiteral {
    const entity = metadata.create() as ObjectLiteral;
    for (const { column, alias } of columns) {
      const value = row[alias];
      column.setEntityValue(entity, value === null ? null : this.source.driver.prepareHydratedValue(value, column));
    }
    return entity;
  }
}

function sideOf<T extends ObjectLiteral>(source: DataSource, entity: EntityClass<T>, prefix: string): Side {
  const metadata = source.getMetadata(entity);
  return { metadata, columns: metadata.columns.filter(({ isSelect }) => isSelect).map((column, index) => ({ column, alias: `${prefix}${index}` })) };
}

function columnOf(metadata: EntityMetadata, property: string): ColumnMetadata {
  const column = metadata.findColumnWithPropertyName(property);
  if (column === undefined) throw new Error(`${metadata.tableName} has no column for ${property}`);
  return column;
}
