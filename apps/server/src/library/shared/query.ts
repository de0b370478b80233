import { z } from 'zod';

/**
 * Query and path parameters by RomM's rules (library-api spec §1.2). Everything arrives as text, or as a list of texts when
 * a key is repeated; the last one counts where one value is wanted.
 */
const last = (value: unknown): unknown => (Array.isArray(value) ? (value as unknown[]).at(-1) : value);

type Context = Parameters<Parameters<typeof z.preprocess>[0]>[1];

/** The schema behind would only say "no number"; clients are told that it is no integer. */
const toInt = (value: unknown, context: Context): unknown => {
  const text = last(value);
  if (typeof text !== 'string') return text;
  if (/^\s*[+-]?\d+\s*$/.test(text)) return Number(text);
  context.issues.push({ code: 'invalid_type', expected: 'int', input: text, message: 'Input should be a valid integer' });
  return z.NEVER;
};

const WORDS: Readonly<Record<string, boolean>> = {
  true: true, 1: true, yes: true, on: true, t: true, y: true,
  false: false, 0: false, no: false, off: false, f: false, n: false,
};

const toBool = (value: unknown): unknown => {
  const text = last(value);
  return typeof text === 'string' ? (WORDS[text.toLowerCase()] ?? text) : text;
};

const toList = (value: unknown): unknown => (value === undefined || Array.isArray(value) ? value : [value]);

/** A number beyond this is milliseconds: as seconds it would be the year 2603. */
const MAX_SECONDS = 20_000_000_000;

/** ISO 8601, with offset or in UTC, or seconds or milliseconds since the epoch. */
const toDate = (value: unknown): unknown => {
  const text = last(value);
  if (typeof text !== 'string' || text.trim() === '') return text;
  if (/^-?\d+(\.\d+)?$/.test(text)) return new Date(Number(text) * (Math.abs(Number(text)) > MAX_SECONDS ? 1 : 1000));
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return text;
  // A `+` that was not percent-encoded has become a space.
  const repaired = text.replace(/ (\d{2}:?\d{2})$/, '+$1').replace(' ', 'T');
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(repaired) || !repaired.includes('T') ? repaired : `${repaired}Z`;
  const date = new Date(zoned);
  return Number.isNaN(date.getTime()) ? text : date;
};

/** Ids in the databases are 32-bit; PostgreSQL fails when it is asked for a larger one. */
export const MAX_ID = 2_147_483_647;

export const queryInt = (min: number, max = MAX_ID) => z.preprocess(toInt, z.int().min(min).max(max));
export const queryBool = () => z.preprocess(toBool, z.boolean());
export const queryString = (maxLength = 1000) => z.preprocess(last, z.string().max(maxLength));
export const queryDate = () => z.preprocess(toDate, z.date()).meta({ type: 'string', format: 'date-time' });
export const queryStrings = (maxItems = 1000) => z.preprocess(toList, z.array(z.string().max(1000)).max(maxItems));
export const queryInts = (maxItems = 1000) =>
  z.preprocess(toList, z.array(z.preprocess(toInt, z.int().min(-MAX_ID - 1).max(MAX_ID))).max(maxItems));

/** `{id}` in a path. */
export const pathId = z.preprocess(toInt, z.int().min(1).max(MAX_ID)).meta({ type: 'integer' });
