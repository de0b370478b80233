import { z } from 'zod';
import { queryBool, queryDate, queryInt, queryInts, queryString, queryStrings } from '../shared/query.js';

/** Multi-value filters; each has a `<name>_logic` companion (library-api spec §8.2). */
export const MULTI_FILTERS = [
  'genres',
  'franchises',
  'collections',
  'companies',
  'age_ratings',
  'regions',
  'languages',
  'tags',
  'player_counts',
  'metadata_providers',
  'statuses',
] as const;
export type MultiFilter = (typeof MULTI_FILTERS)[number];

/** Yes/no filters that also filter when they are false. */
export const TRI_STATE_FILTERS = [
  'matched',
  'favorite',
  'duplicate',
  'last_played',
  'playable',
  'missing',
  'has_ra',
  'has_saves',
  'has_states',
  'verified',
  'has_soundtrack',
] as const;
export type TriStateFilter = (typeof TRI_STATE_FILTERS)[number];

/** `none` = not any; every word that isn't known behaves like `any`. */
export const filterLogic = queryString().transform((word) => (word === 'all' || word === 'none' ? word : 'any'));

const record = <K extends string, V>(keys: readonly K[], value: (key: K) => V): Record<K, V> =>
  Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>;

type LogicKey = `${MultiFilter}_logic`;
const logicKeys = MULTI_FILTERS.map((name): LogicKey => `${name}_logic`);

/** Parameters of `GET /roms` (library-api spec §8.2). Unknown ones are ignored. */
export const romListQuery = z.object({
  limit: queryInt(1, 10_000).default(50),
  offset: queryInt(0, Number.MAX_SAFE_INTEGER).default(0),
  search_term: queryString(1000).optional(),
  platform_ids: queryInts().optional(),
  collection_id: queryInt(1).optional(),
  virtual_collection_id: queryString(400).optional(),
  smart_collection_id: queryInt(1).optional(),
  order_by: queryString(100).default(''),
  order_dir: queryString(100).default('asc'),
  group_by_meta_id: queryBool().default(false),
  updated_after: queryDate().optional(),
  with_char_index: queryBool().default(true),
  with_filter_values: queryBool().default(true),
  with_rom_id_index: queryBool().default(true),
  with_total: queryBool().default(true),
  with_files: queryBool().default(false),
  ...record(TRI_STATE_FILTERS, () => queryBool().optional()),
  ...record(MULTI_FILTERS, () => queryStrings().optional()),
  ...record(logicKeys, () => filterLogic.optional()),
});
export type RomListQuery = z.output<typeof romListQuery>;

/** What narrows the library to a part of it: the only parameters that `filter_values` follows (library-api spec §8.5). */
export const romScopeQuery = romListQuery.pick({ platform_ids: true, collection_id: true, virtual_collection_id: true, smart_collection_id: true });
export type RomScopeQuery = z.output<typeof romScopeQuery>;
