import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';

/** The sort of a value, for a form that asks for it. */
export type KindName = 'text' | 'flag' | 'number' | 'choice' | 'list' | 'url' | 'cron' | 'structure';

/** How one sort of value is read from text (environment) and from YAML, and how it is described to people. */
export interface Kind<T> {
  readonly name: KindName;
  /** The words of a choice. */
  readonly words?: readonly string[];
  /** Bounds of a number, both included. */
  readonly bounds?: readonly [number, number];
  /** Checks a value that came from YAML, or from `fromText`. */
  readonly schema: z.ZodType<T>;
  /** Environment text (already trimmed, never empty) to what `schema` expects. */
  readonly fromText: (text: string) => unknown;
  /** What is allowed, as a noun phrase: it completes "must be …". */
  readonly allowed: string;
  /** A value as it stands in an environment file. */
  toText(value: T): string;
}

const scalar = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Free text. */
export function text(options: { min?: number; max?: number; pattern?: RegExp; allowed?: string } = {}): Kind<string> {
  let schema = z.string().min(options.min ?? 1).max(options.max ?? 4096);
  if (options.pattern) schema = schema.regex(options.pattern);
  return { name: 'text', schema, fromText: (raw) => raw, allowed: options.allowed ?? 'a text (in YAML, put digits in quotes)', toText: scalar };
}

const truthy = new Set(['1', 'true', 'yes', 'on']);
const falsy = new Set(['0', 'false', 'no', 'off']);

/** On or off. Unlike the seeds, a misspelt word is a fault and not "off". */
export function flag(): Kind<boolean> {
  const fromText = (raw: string): unknown => {
    const word = raw.toLowerCase();
    if (truthy.has(word)) return true;
    return falsy.has(word) ? false : raw;
  };
  return { name: 'flag', schema: z.boolean(), fromText, allowed: 'true or false (also 1/0, yes/no, on/off)', toText: scalar };
}

/** A whole number within bounds, both included. */
export function int(min: number, max: number): Kind<number> {
  return {
    name: 'number',
    bounds: [min, max],
    schema: z.number().int().min(min).max(max),
    fromText: (raw) => (/^[+-]?\d+$/.test(raw) ? Number(raw) : raw),
    allowed: `a whole number from ${min} to ${max}`,
    toText: scalar,
  };
}

/** A number within bounds, both included. */
export function float(min: number, max: number): Kind<number> {
  return {
    name: 'number',
    bounds: [min, max],
    schema: z.number().min(min).max(max),
    fromText: (raw) => (Number.isFinite(Number(raw)) ? Number(raw) : raw),
    allowed: `a number from ${min} to ${max}`,
    toText: scalar,
  };
}

/** A TCP port; 0 is for settings where it means "off" (or any free port, for the main listener in tests). */
export const port = (): Kind<number> => int(0, 65_535);

/** One of a few words; upper and lower case don't matter, the result is spelt as declared. */
export function choice<const T extends string>(...words: readonly T[]): Kind<T> {
  const known = new Map<string, T>(words.map((word) => [word.toLowerCase(), word]));
  const schema = z.string().transform((value, context): T => {
    const word = known.get(value.toLowerCase());
    if (word !== undefined) return word;
    context.addIssue({ code: 'custom', message: 'not one of the allowed words' });
    return z.NEVER;
  }) as unknown as z.ZodType<T>;
  return { name: 'choice', words, schema, fromText: (raw) => raw, allowed: `one of ${words.join(', ')}`, toText: scalar };
}

/** Several values: a YAML list, or text separated by commas. */
export function list<T>(item: Kind<T>): Kind<readonly T[]> {
  return {
    name: 'list',
    schema: z.array(item.schema),
    fromText: (raw) => raw.split(',').map((part) => part.trim()).filter((part) => part !== '').map((part) => item.fromText(part)),
    allowed: `a list (separated by commas in the environment), each ${item.allowed}`,
    toText: (values) => values.map((value) => item.toText(value)).join(','),
  };
}

/** An absolute address with one of the given schemes; a trailing slash is dropped. */
export function url(...schemes: readonly string[]): Kind<string> {
  const accepted = schemes.length === 0 ? ['http', 'https'] : schemes;
  const schema = z
    .string()
    .refine((value) => URL.canParse(value) && accepted.includes(new URL(value).protocol.slice(0, -1)))
    .transform((value) => value.replace(/\/+$/, ''));
  return { name: 'url', schema, fromText: (raw) => raw, allowed: `an address that starts with ${accepted.map((scheme) => `${scheme}://`).join(' or ')}`, toText: scalar };
}

/** A standard cron expression of five fields. */
export function cron(): Kind<string> {
  const schema = z.string().refine((value) => value.trim().split(/\s+/).length === 5 && parsesAsCron(value));
  return { name: 'cron', schema, fromText: (raw) => raw, allowed: 'a cron expression of five fields, such as "0 3 * * *"', toText: scalar };
}

/** A structured value: YAML as it is, JSON in the environment. */
export function structure<T>(schema: z.ZodType<T>, allowed: string): Kind<T> {
  return { name: 'structure', schema, fromText: parseJsonOr, allowed, toText: (value) => JSON.stringify(value) };
}

function parseJsonOr(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}

function parsesAsCron(expression: string): boolean {
  try {
    CronExpressionParser.parse(expression);
    return true;
  } catch {
    return false;
  }
}
