import { type QueryRunner, Table, TableColumn, type TableColumnOptions, TableForeignKey, TableIndex } from 'typeorm';
import { dialectOf } from '../dialect.js';

export interface ColumnFlags {
  nullable?: boolean;
  default?: string | number | boolean;
  primary?: boolean;
}

export interface Reference {
  table: string;
  column?: string;
  onDelete?: 'CASCADE' | 'SET NULL' | 'RESTRICT';
}

/** One table in the making. Column types mean the same on SQLite, MariaDB and PostgreSQL; they mirror the entity decorators. */
export class TableBuilder {
  readonly #columns: TableColumnOptions[] = [];
  readonly #indices: TableIndex[] = [];
  readonly #foreignKeys: TableForeignKey[] = [];

  constructor(
    private readonly runner: QueryRunner,
    private readonly name: string,
  ) {}

  /** `id`, an integer the database gives out. */
  id(name = 'id'): this {
    const sqlite = dialectOf(this.runner) === 'sqlite';
    return this.#add({ name, type: sqlite ? 'integer' : 'int', isPrimary: true, isGenerated: true, generationStrategy: 'increment' });
  }

  string(name: string, length: number, flags: ColumnFlags = {}): this {
    return this.#add({ name, type: 'varchar', length: String(length), ...this.#text(), ...this.#flags(flags) });
  }

  text(name: string, flags: ColumnFlags = {}): this {
    return this.#add({ name, type: dialectOf(this.runner) === 'mysql' ? 'longtext' : 'text', ...this.#text(), ...this.#flags(flags) });
  }

  json(name: string, flags: ColumnFlags = {}): this {
    return this.text(name, flags);
  }

  bool(name: string, flags: ColumnFlags = {}): this {
    return this.#add({ name, type: dialectOf(this.runner) === 'mysql' ? 'tinyint' : 'boolean', ...(dialectOf(this.runner) === 'mysql' ? { width: 1 } : {}), ...this.#flags(flags) });
  }

  int(name: string, flags: ColumnFlags = {}): this {
    // Only a key of type INTEGER is the row's own number on SQLite; any other type costs a second index.
    const sqliteKey = flags.primary === true && dialectOf(this.runner) === 'sqlite';
    return this.#add({ name, type: sqliteKey || dialectOf(this.runner) === 'postgres' ? 'integer' : 'int', ...this.#flags(flags) });
  }

  bigint(name: string, flags: ColumnFlags = {}): this {
    return this.#add({ name, type: 'bigint', ...this.#flags(flags) });
  }

  float(name: string, flags: ColumnFlags = {}): this {
    return this.#add({ name, type: dialectOf(this.runner) === 'mysql' ? 'double' : 'double precision', ...this.#flags(flags) });
  }

  /** Milliseconds since 1970, see `UtcColumn`. */
  utc(name: string, flags: ColumnFlags = {}): this {
    return this.bigint(name, flags);
  }

  /** `created_at` and `updated_at`. */
  times(): this {
    return this.utc('created_at').utc('updated_at');
  }

  /** An index named `ix_<table>_<columns>`. */
  index(...columns: string[]): this {
    this.#indices.push(new TableIndex({ name: shortName('ix', this.name, columns), columnNames: columns }));
    return this;
  }

  /** A unique index named `ux_<table>_<columns>`. */
  unique(...columns: string[]): this {
    this.#indices.push(new TableIndex({ name: shortName('ux', this.name, columns), columnNames: columns, isUnique: true }));
    return this;
  }

  /** A foreign key; give the column an index of its own unless another index starts with it. */
  references(column: string, { table, column: target = 'id', onDelete = 'CASCADE' }: Reference): this {
    this.#foreignKeys.push(new TableForeignKey({ name: shortName('fk', this.name, [column]), columnNames: [column], referencedTableName: table, referencedColumnNames: [target], onDelete }));
    return this;
  }

  async create(): Promise<void> {
    const mysql = dialectOf(this.runner) === 'mysql' ? { engine: 'InnoDB' } : {};
    await this.runner.createTable(new Table({ name: this.name, columns: this.#columns, indices: this.#indices, foreignKeys: this.#foreignKeys, ...mysql }));
  }

  /** Adds the columns, indices and foreign keys declared so far to a table that exists. */
  async alter(): Promise<void> {
    await this.runner.addColumns(this.name, this.#columns.map((column) => new TableColumn(column)));
    if (this.#indices.length > 0) await this.runner.createIndices(this.name, this.#indices);
    if (this.#foreignKeys.length > 0) await this.runner.createForeignKeys(this.name, this.#foreignKeys);
  }

  #add(column: TableColumnOptions): this {
    this.#columns.push(column);
    return this;
  }

  #flags({ nullable = false, default: value, primary = false }: ColumnFlags): Partial<TableColumnOptions> {
    return { isNullable: nullable, isPrimary: primary, ...(value === undefined ? {} : { default: literal(value, dialectOf(this.runner)) }) };
  }

  /** Text is compared and sorted by code point on all three, whatever the locale of the database. */
  #text(): Partial<TableColumnOptions> {
    switch (dialectOf(this.runner)) {
      case 'mysql':
        return { charset: 'utf8mb4', collation: 'utf8mb4_bin' };
      case 'postgres':
        return { collation: 'C' };
      case 'sqlite':
        return {};
    }
  }
}

/** Starts the declaration of a table; end it with `create()` or, for a table that exists, `alter()`. */
export const table = (runner: QueryRunner, name: string): TableBuilder => new TableBuilder(runner, name);

/** Drops tables, last made first. */
export async function dropTables(runner: QueryRunner, ...names: string[]): Promise<void> {
  for (const name of names) await runner.dropTable(name, true, true, true);
}

function literal(value: string | number | boolean, dialect: string): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'number') return String(value);
  if (dialect === 'postgres') return value ? 'true' : 'false';
  return value ? '1' : '0';
}

/** Names are at most 63 characters on PostgreSQL. */
function shortName(kind: string, tableName: string, columns: readonly string[]): string {
  return `${kind}_${tableName}_${columns.join('_')}`.slice(0, 63);
}
