import type { Dialect } from '@rumpus/persistence';
import type { QueryRunner } from 'typeorm';

/** A value that stands for a `?` in a statement. */
export type SqlValue = string | number | boolean | null | Date;
/** One row as the driver gives it: 64-bit integers may come as text, so readers convert what they take. */
export type Row = Record<string, string | number | null>;

/**
 * Statements in the part of SQL that SQLite, MariaDB and PostgreSQL share. The score and profile paths run several per packet, so they are
 * written out instead of being built from entities: one statement each, prepared by the driver.
 */
export interface Sql {
  readonly dialect: Dialect;
  all(statement: string, values?: readonly SqlValue[]): Promise<Row[]>;
  first(statement: string, values?: readonly SqlValue[]): Promise<Row | undefined>;
  /** @returns the number of rows changed */
  run(statement: string, values?: readonly SqlValue[]): Promise<number>;
  /** Inserts a row. @returns the new `id` */
  insert(table: string, row: Readonly<Record<string, SqlValue>>): Promise<number>;
  /** Inserts a row or, when one with the same `keys` exists, sets the other columns of it (only `update`, if given). */
  upsert(table: string, row: Readonly<Record<string, SqlValue>>, keys: readonly string[], update?: readonly string[]): Promise<void>;
  /** Inserts a row unless one with the same unique key exists. @returns whether it was inserted */
  insertNew(table: string, row: Readonly<Record<string, SqlValue>>): Promise<boolean>;
}

/** Highest number of an integer column. */
export const MAX_INT = 2_147_483_647;
/** Whether an integer column can hold a number: PostgreSQL and MariaDB refuse others, and a game's `u32` may be one. */
export const fitsColumn = (value: number): boolean => Number.isInteger(value) && value <= MAX_INT && value >= -MAX_INT;

/** `a, b, c` and `?, ?, ?`. */
const columns = (row: object): string => Object.keys(row).map(quote).join(', ');
const marks = (row: object): string => Object.keys(row).map(() => '?').join(', ');

/** Column names are ours; the few that are words of SQL are avoided, so no quoting is needed. */
function quote(name: string): string {
  if (!/^[a-z_]+$/.test(name)) throw new TypeError(`"${name}" is no column name`);
  return name;
}

export const insertStatement = (table: string, row: object): string => `INSERT INTO ${table} (${columns(row)}) VALUES (${marks(row)})`;

export function insertNewStatement(dialect: Dialect, table: string, row: object): string {
  const target = `INTO ${table} (${columns(row)}) VALUES (${marks(row)})`;
  return dialect === 'mysql' ? `INSERT IGNORE ${target}` : `INSERT ${target} ON CONFLICT DO NOTHING`;
}

export function upsertStatement(dialect: Dialect, table: string, row: object, keys: readonly string[], update?: readonly string[]): string {
  const changed = update ?? Object.keys(row).filter((name) => !keys.includes(name));
  const set = (source: (name: string) => string): string => changed.map((name) => `${quote(name)} = ${source(name)}`).join(', ');
  const clause = dialect === 'mysql' ? `ON DUPLICATE KEY UPDATE ${set((name) => `VALUES(${name})`)}` : `ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${set((name) => `excluded.${name}`)}`;
  return `${insertStatement(table, row)} ${clause}`;
}

/** Runs statements on one connection. */
export class RunnerSql implements Sql {
  constructor(readonly dialect: Dialect, private readonly runner: QueryRunner) {}

  async all(statement: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return (await this.query(statement, values)).records as Row[];
  }

  async first(statement: string, values: readonly SqlValue[] = []): Promise<Row | undefined> {
    return (await this.all(statement, values))[0];
  }

  async run(statement: string, values: readonly SqlValue[] = []): Promise<number> {
    return (await this.query(statement, values)).affected ?? 0;
  }

  async insert(table: string, row: Readonly<Record<string, SqlValue>>): Promise<number> {
    const statement = insertStatement(table, row);
    if (this.dialect === 'sqlite') return Number((await this.query(statement, Object.values(row))).raw);
    if (this.dialect === 'mysql') return ((await this.query(statement, Object.values(row))).raw as { insertId: number }).insertId;
    return Number((await this.first(`${statement} RETURNING id`, Object.values(row)))?.['id']);
  }

  async upsert(table: string, row: Readonly<Record<string, SqlValue>>, keys: readonly string[], update?: readonly string[]): Promise<void> {
    await this.query(upsertStatement(this.dialect, table, row, keys, update), Object.values(row));
  }

  async insertNew(table: string, row: Readonly<Record<string, SqlValue>>): Promise<boolean> {
    return (await this.run(insertNewStatement(this.dialect, table, row), Object.values(row))) > 0;
  }

  private async query(statement: string, values: readonly SqlValue[]): Promise<{ raw: unknown; records: unknown[]; affected?: number | undefined }> {
    const text = this.dialect === 'postgres' ? numbered(statement) : statement;
    return this.runner.query(text, [...values], true);
  }
}

const numberedStatements = new Map<string, string>();

/** PostgreSQL counts its parameters: `$1`, `$2`. Our statements hold no `?` of another meaning. */
function numbered(statement: string): string {
  const known = numberedStatements.get(statement);
  if (known !== undefined) return known;
  let count = 0;
  const text = statement.replaceAll('?', () => `$${++count}`);
  if (numberedStatements.size > 1000) numberedStatements.clear();
  numberedStatements.set(statement, text);
  return text;
}

/** The JSON text of one key of a document column; null when the document lacks it. Keys are ours. */
export function jsonText(dialect: Dialect, column: string, key: string): string {
  if (dialect === 'postgres') return `CAST(CAST(${column} AS jsonb) -> '${quote(key)}' AS text)`;
  return dialect === 'mysql' ? `CAST(JSON_EXTRACT(${column}, '$.${quote(key)}') AS CHAR)` : `${column} -> '$.${quote(key)}'`;
}

/** `?, ?, ?` for a list of values in an `IN (…)`. */
export const listOf = (values: readonly unknown[]): string => values.map(() => '?').join(', ');
