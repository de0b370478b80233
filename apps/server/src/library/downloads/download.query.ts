import { z } from 'zod';
import { MAX_ID, queryInt, queryString } from '../shared/query.js';

const YES = ['1', 'true', 'yes', 'on'];

/** Query of a game's content. `hidden_folder` is read leniently: anything but a yes is a no (library-api spec §1.2). */
export const contentQuery = z.object({
  file_ids: queryString(100_000).optional(),
  hidden_folder: z.preprocess((value) => typeof value === 'string' && YES.includes(value.trim().toLowerCase()), z.boolean()).default(false),
});
export type ContentQuery = z.output<typeof contentQuery>;

/** Query of several games at once: a part of the library, or ids. */
export const bulkQuery = z.object({
  platform_id: queryInt(1).optional(),
  collection_id: queryInt(1).optional(),
  virtual_collection_id: queryString(400).optional(),
  smart_collection_id: queryInt(1).optional(),
  rom_ids: queryString(1_000_000).optional(),
  filename: queryString(1000).optional(),
});
export type BulkQuery = z.output<typeof bulkQuery>;

/** Reads a comma-separated list of ids; undefined when a part is no number. One that no row can have is 0, which no row has. */
export function parseIds(text: string): number[] | undefined {
  const parts = text.split(',').map((part) => part.trim()).filter((part) => part !== '');
  const ids = parts.map((part) => (/^\d+$/.test(part) ? Number(part) : Number.NaN));
  return ids.some(Number.isNaN) ? undefined : [...new Set(ids.map((id) => (id > MAX_ID ? 0 : id)))];
}
