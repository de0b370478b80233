import { z } from 'zod';
import type { ParameterValue } from '../syntax/ast.js';

/** A column of a table-like parameter. */
export interface RowColumn {
  name: string;
  /** What it is called where that is not its name. */
  label?: string;
  type: 'text' | 'boolean' | 'integer' | 'number';
  min?: number;
  max?: number;
}

/** What values a parameter takes, as data: forms, validation and files are all made from it. */
export type ParameterKind =
  | { type: 'text'; min: number; max: number; pattern?: string }
  /** SQF code the server runs. */
  | { type: 'script'; max: number }
  | { type: 'integer' | 'number'; min: number; max: number; /** Further legal values, e.g. -1 for "off". */ also?: readonly number[] }
  /** On or off, written as 0 or 1. */
  | { type: 'switch' }
  /** On or off, written as true or false. */
  | { type: 'boolean' }
  | { type: 'choice'; values: readonly { value: string | number; label: string }[] }
  | { type: 'texts'; maxItems: number; max: number; pattern?: string }
  /** A fixed number of integers. */
  | { type: 'numbers'; length: number; min: number; max: number }
  | { type: 'rows'; columns: readonly RowColumn[]; maxItems: number };

export const text = (min: number, max: number, pattern?: string): ParameterKind => ({ type: 'text', min, max, ...(pattern === undefined ? {} : { pattern }) });
export const script: ParameterKind = { type: 'script', max: 4_096 };
export const integer = (min: number, max: number, ...also: number[]): ParameterKind => ({ type: 'integer', min, max, ...(also.length === 0 ? {} : { also }) });
export const number = (min: number, max: number): ParameterKind => ({ type: 'number', min, max });
export const onOff: ParameterKind = { type: 'switch' };
export const trueFalse: ParameterKind = { type: 'boolean' };
export const texts = (maxItems: number, max: number, pattern?: string): ParameterKind => ({ type: 'texts', maxItems, max, ...(pattern === undefined ? {} : { pattern }) });
export const numbers = (length: number, min: number, max: number): ParameterKind => ({ type: 'numbers', length, min, max });
export const rows = (maxItems: number, ...columns: RowColumn[]): ParameterKind => ({ type: 'rows', columns, maxItems });

/** One of several; `labels` maps each value to what it means. */
export function choice(labels: Readonly<Record<string, string>> | readonly (readonly [number, string])[]): ParameterKind {
  const entries: readonly (readonly [string | number, string])[] = Array.isArray(labels) ? (labels as readonly (readonly [number, string])[]) : Object.entries(labels);
  return { type: 'choice', values: entries.map(([value, label]) => ({ value, label })) };
}

const stringOf = (min: number, max: number, pattern?: string): z.ZodType<string> => {
  const schema = z.string().min(min).max(max);
  return pattern === undefined ? schema : schema.regex(new RegExp(pattern), `must match ${pattern}`);
};

/** 0 and 1 are taken for a switch too: clients of the file know nothing else. */
const toggle = z.union([z.boolean(), z.literal(0).transform(() => false), z.literal(1).transform(() => true)]);

function columnSchema({ type, min, max }: RowColumn): z.ZodType {
  if (type === 'text') return stringOf(min ?? 1, max ?? 64);
  if (type === 'boolean') return z.boolean();
  const schema = type === 'integer' ? z.int() : z.number();
  return schema.min(min ?? -2_147_483_648).max(max ?? 2_147_483_647);
}

/** The schema of a value of this kind. */
export function schemaOfKind(kind: ParameterKind): z.ZodType {
  switch (kind.type) {
    case 'text':
      return stringOf(kind.min, kind.max, kind.pattern);
    case 'script':
      return stringOf(0, kind.max);
    case 'integer':
    case 'number': {
      const schema = (kind.type === 'integer' ? z.int() : z.number()).min(kind.min).max(kind.max);
      return kind.also === undefined ? schema : z.union([schema, z.literal([...kind.also])]);
    }
    case 'switch':
    case 'boolean':
      return toggle;
    case 'choice':
      return z.literal(kind.values.map((entry) => entry.value));
    case 'texts':
      return z.array(stringOf(0, kind.max, kind.pattern)).max(kind.maxItems);
    case 'numbers':
      return z.array(z.int().min(kind.min).max(kind.max)).length(kind.length);
    case 'rows':
      return z.array(z.strictObject(Object.fromEntries(kind.columns.map((column) => [column.name, columnSchema(column)])))).max(kind.maxItems);
  }
}

/** How a checked value stands in the file. */
export function toFile(kind: ParameterKind, value: unknown): ParameterValue {
  if (kind.type === 'switch') return value === true ? 1 : 0;
  if (kind.type === 'rows') return (value as Record<string, ParameterValue>[]).map((row) => kind.columns.map((column) => row[column.name] ?? false));
  return value as ParameterValue;
}

/** A value as an existing file holds it, in the API's form; whether it is legal is the schema's business. */
export function fromFile(kind: ParameterKind, value: ParameterValue): unknown {
  if (kind.type === 'switch' || kind.type === 'boolean') return typeof value === 'number' ? value !== 0 : value;
  if (kind.type === 'numbers' && !Array.isArray(value)) return Array.from({ length: kind.length }, () => value);
  if (kind.type === 'rows' && Array.isArray(value)) {
    return value.map((row) => Object.fromEntries(kind.columns.map((column, at) => [column.name, Array.isArray(row) ? columnFromFile(column, row[at]) : undefined])));
  }
  return value;
}

function columnFromFile(column: RowColumn, value: ParameterValue | undefined): unknown {
  if (column.type === 'boolean') return typeof value === 'number' ? value !== 0 : (value ?? false);
  return value;
}
