import { z } from 'zod';

import { MAX_INT } from '../store/sql.js';
import { ApiError, BAD_ADDRESS, UNKNOWN_GAME } from './api-error.js';
import type { IdType, LookupRequest, ObjectName } from './lookup.js';

/** The body of a lookup (core spec 15.3). Numbers are taken for ids too: the reference's own client sends them. */

const id = z.union([z.string().max(64), z.int()]).transform(String);
const body = z.strictObject({
  type: z.string(), ids: z.array(id).max(1000), objects: z.array(z.string()).max(16), since: z.int().nullish(), until: z.int().nullish(),
});

const ID_TYPES: readonly string[] = ['card', 'song', 'instance', 'server'];
const OBJECTS: readonly string[] = ['records', 'profile', 'statistics', 'catalog'];
/** Fewest and most ids of each type. */
const COUNTS: Readonly<Record<IdType, readonly [number, number]>> = { card: [1, 1000], song: [1, 2], instance: [3, 3], server: [0, 0] };

/** JSON of a body; nothing at all reads as `{}`. */
export function readJson(bytes: Buffer): unknown {
  try {
    return bytes.length === 0 ? {} : JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new ApiError(500, 'Request JSON could not be decoded.');
  }
}

/** @throws ApiError */
export function readLookup(json: unknown): LookupRequest {
  const parsed = body.safeParse(json);
  if (!parsed.success) {
    const unknown = parsed.error.issues.some(({ code }) => code === 'unrecognized_keys');
    throw new ApiError(500, unknown ? 'Unrecognized parameters for request.' : 'Missing parameters for request.');
  }
  const { type, ids, objects, since, until } = parsed.data;
  if (!ID_TYPES.includes(type)) throw UNKNOWN_GAME();
  const [least, most] = COUNTS[type as IdType];
  if (objects.length === 0 || ids.length < least || ids.length > most) throw BAD_ADDRESS();
  if (!objects.every((object) => OBJECTS.includes(object))) throw UNKNOWN_GAME();
  const song = type === 'song' || type === 'instance' ? numberOf(ids[0]) : undefined;
  const chart = type === 'instance' || (type === 'song' && ids.length === 2) ? numberOf(ids[1]) : undefined;
  const cards = type === 'card' ? ids : type === 'instance' ? ids.slice(2) : [];
  return { type: type as IdType, cards, song, chart, objects: objects as ObjectName[], since: timeOf(since), until: timeOf(until) };
}

/** A time as columns hold it: one beyond them is as good as their last. */
const timeOf = (time: number | null | undefined): number | undefined => (time == null ? undefined : Math.max(0, Math.min(time, MAX_INT)));

/** An id that is no number matches nothing. */
const numberOf = (text: string | undefined): number => (text !== undefined && /^-?\d{1,9}$/.test(text) ? Number(text) : -1);
