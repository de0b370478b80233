import { Column, type ColumnOptions, PrimaryGeneratedColumn, type ValueTransformer } from 'typeorm';

/** What every column helper takes. */
export interface ColumnExtras {
  nullable?: boolean;
  /** A literal default in the database. */
  default?: string | number | boolean;
  /** Column name; the property's own name otherwise. */
  name?: string;
  /** False: left out of queries that do not ask for it. */
  select?: boolean;
  primary?: boolean;
}

const options = (given: ColumnExtras, own: ColumnOptions): ColumnOptions => ({ ...own, ...given });

/** Drivers give 64-bit integers as text; everything we count fits a double exactly (below 2^53). */
const numberTransformer: ValueTransformer = { to: (value: unknown) => value, from: (value: unknown) => (value === null || value === undefined ? value : Number(value)) };

const jsonTransformer: ValueTransformer = {
  to: (value: unknown) => (value === null || value === undefined ? value : JSON.stringify(value)),
  from: (value: unknown) => (typeof value === 'string' ? (JSON.parse(value) as unknown) : value),
};

const utcTransformer: ValueTransformer = {
  to: (value: unknown) => (value instanceof Date ? value.getTime() : value),
  from: (value: unknown) => (value === null || value === undefined ? value : new Date(Number(value))),
};

/** The integer key that the database gives out. */
export const IdColumn = (): PropertyDecorator => PrimaryGeneratedColumn();

/** Text of at most `length` characters, compared case-sensitively. */
export const StringColumn = (length: number, extras: ColumnExtras = {}): PropertyDecorator => Column(options(extras, { type: 'varchar', length }));

/** Text of any length; neither indexed nor compared. */
export const TextColumn = (extras: ColumnExtras = {}): PropertyDecorator => Column(options(extras, { type: 'text' }));

export const BoolColumn = (extras: ColumnExtras = {}): PropertyDecorator => Column(options(extras, { type: 'boolean' }));

/** 32-bit signed integer. */
export const IntColumn = (extras: ColumnExtras = {}): PropertyDecorator => Column(options(extras, { type: 'int' }));

/** 64-bit signed integer, a JavaScript number (sizes in bytes, counters). */
export const BigIntColumn = (extras: ColumnExtras = {}): PropertyDecorator => Column(options(extras, { type: 'bigint', transformer: numberTransformer }));

/** Double precision. */
export const FloatColumn = (extras: ColumnExtras = {}): PropertyDecorator => Column(options(extras, { type: 'double precision' }));

/** Any JSON value, kept as text; for what is read and written whole, never searched. */
export const JsonColumn = (extras: ColumnExtras = {}): PropertyDecorator => Column(options(extras, { type: 'text', transformer: jsonTransformer }));

/**
 * A moment: `Date` in the program, milliseconds since 1970 (UTC) in the database. The same number on all three databases, with no time zone
 * of a session or driver in between (docs/decisions/0002-epoch-milliseconds.md).
 */
export const UtcColumn = (extras: ColumnExtras = {}): PropertyDecorator => Column(options(extras, { type: 'bigint', transformer: utcTransformer }));
