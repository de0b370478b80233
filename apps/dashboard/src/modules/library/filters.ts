import type { paths } from '../../api/generated/schema.js';
import { asList, asOneOf, asText } from '../../shell/search.js';

export const ORDERS = ['name', 'fs_size_bytes', 'created_at', 'first_release_date', 'average_rating', 'last_played'] as const;
export type Order = (typeof ORDERS)[number];

export const VIEWS = ['grid', 'list'] as const;
export type View = (typeof VIEWS)[number];

/** Filters whose values come from the server (`filter_values`). */
export const VALUE_FILTERS = ['regions', 'languages', 'tags', 'genres', 'companies', 'franchises'] as const;
export type ValueFilter = (typeof VALUE_FILTERS)[number];

/** Yes/no filters of the list; absent means "don't care" (library-api spec §8.2). */
export const FLAGS = ['matched', 'missing', 'duplicate', 'verified', 'playable'] as const;
export type Flag = (typeof FLAGS)[number];

/** The gallery's address: every filter, the order and the view, so that a link shows what its sender saw. */
export interface GallerySearch extends Partial<Record<ValueFilter, string[]>>, Partial<Record<Flag, 'true' | 'false'>> {
  q?: string;
  platform?: string[];
  order?: Order;
  dir?: 'desc';
  view?: View;
}

/** Reads the gallery's address; whatever makes no sense is left out. */
export function validateGallery(raw: Record<string, unknown>): GallerySearch {
  const search: GallerySearch = {};
  const q = asText(raw['q']);
  if (q !== undefined) search.q = q.slice(0, 200);
  const platform = asList(raw['platform']).filter((id) => /^\d{1,9}$/.test(id));
  if (platform.length > 0) search.platform = platform;
  const order = asOneOf(raw['order'], ORDERS);
  if (order !== undefined && order !== 'name') search.order = order;
  if (asText(raw['dir']) === 'desc') search.dir = 'desc';
  const view = asOneOf(raw['view'], VIEWS);
  if (view !== undefined) search.view = view;
  for (const key of VALUE_FILTERS) {
    const values = asList(raw[key]);
    if (values.length > 0) search[key] = values.slice(0, 50);
  }
  for (const key of FLAGS) {
    const flag = asOneOf(raw[key], ['true', 'false'] as const);
    if (flag !== undefined) search[key] = flag;
  }
  return search;
}

/** Parameters of `GET /api/roms` (library-api spec §8.2). */
export type ListQuery = NonNullable<paths['/api/roms']['get']['parameters']['query']>;

/** The address as parameters of `GET /api/roms`. */
export function listParams(search: GallerySearch): ListQuery {
  const { q, platform, order, dir, view: _view, ...rest } = search;
  const flags = Object.fromEntries(FLAGS.flatMap((key) => (rest[key] === undefined ? [] : [[key, rest[key] === 'true']])));
  const values = Object.fromEntries(VALUE_FILTERS.flatMap((key) => (rest[key] === undefined ? [] : [[key, rest[key]]])));
  return {
    ...values,
    ...flags,
    ...(q === undefined ? {} : { search_term: q }),
    ...(platform === undefined ? {} : { platform_ids: platform.map(Number) }),
    order_by: order ?? 'name',
    order_dir: dir ?? 'asc',
  };
}

/** How many filters are set; order and view are none. */
export function countFilters(search: GallerySearch): number {
  return VALUE_FILTERS.filter((key) => search[key] !== undefined).length + FLAGS.filter((key) => search[key] !== undefined).length;
}
