import { MULTI_FILTERS, TRI_STATE_FILTERS, type MultiFilter, type RomListQuery, type TriStateFilter } from '../rom-query.js';

export type FilterLogic = 'any' | 'all' | 'none';

/** A part of the library: what `filter_values` is computed over. */
export interface RomScope {
  readonly searchTerm?: string;
  readonly platformIds?: readonly number[];
  /** A collection was named; there are none, so nothing matches. */
  readonly nothing?: boolean;
}

/** Which games a list holds. */
export interface RomCriteria extends RomScope {
  readonly updatedAfter?: Date;
  readonly flags: Readonly<Partial<Record<TriStateFilter, boolean>>>;
  readonly values: readonly { readonly filter: MultiFilter; readonly values: readonly string[]; readonly logic: FilterLogic }[];
  readonly grouped: boolean;
}

/** Reads the criteria from the parameters of a list. */
export function criteriaOf(query: RomListQuery): RomCriteria {
  return {
    ...scopeOf(query),
    ...(query.updated_after === undefined ? {} : { updatedAfter: query.updated_after }),
    flags: Object.fromEntries(TRI_STATE_FILTERS.flatMap((flag) => (query[flag] === undefined ? [] : [[flag, query[flag]]]))),
    values: MULTI_FILTERS.flatMap((filter) => {
      const values = [...new Set(query[filter] ?? [])].filter((value) => value !== '');
      return values.length === 0 ? [] : [{ filter, values, logic: query[`${filter}_logic`] ?? 'any' }];
    }),
    grouped: query.group_by_meta_id,
  };
}

/** The part of the library that a request is about. */
export function scopeOf(query: Pick<RomListQuery, 'platform_ids' | 'collection_id' | 'virtual_collection_id' | 'smart_collection_id'> & { search_term?: string | undefined }): RomScope {
  const searchTerm = query.search_term?.trim();
  const collection = query.collection_id ?? query.virtual_collection_id ?? query.smart_collection_id;
  return {
    ...(searchTerm ? { searchTerm } : {}),
    ...(query.platform_ids === undefined || query.platform_ids.length === 0 ? {} : { platformIds: [...new Set(query.platform_ids)].sort((a, b) => a - b) }),
    ...(collection === undefined ? {} : { nothing: true }),
  };
}

/** Only a platform narrows the list: an index gives any page of it at once. */
export const isPlain = (criteria: RomCriteria): boolean => criteria.searchTerm === undefined && isOnlyScope(criteria);

/** Nothing but the scope narrows the list. */
export const isOnlyScope = ({ nothing, updatedAfter, flags, values, grouped }: RomCriteria): boolean =>
  !nothing && updatedAfter === undefined && Object.keys(flags).length === 0 && values.length === 0 && !grouped;

/** Whether the caller's own notes decide what the list holds. */
export const dependsOnNotes = ({ flags, values }: RomCriteria): boolean => flags.last_played !== undefined || values.some(({ filter }) => filter === 'statuses');

/** A caller who asks for his hidden games sees them. */
export const asksForHidden = ({ values }: RomCriteria): boolean => values.some(({ filter, values }) => filter === 'statuses' && values.includes('hidden'));
