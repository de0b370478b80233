import { asOneOf, asText } from '../../../shell/search.js';
import { LAMPS, SONG_SORTS, SORTS, type ScoreFilter, type SongSort, type Sort } from './score-view.js';

/** What a series page can show. */
export const TABS = ['scores', 'records', 'plays', 'songs', 'players', 'rivals'] as const;
export type Tab = (typeof TABS)[number];

/** Address of a series page: a link shows what its sender saw. */
export interface SeriesSearch extends Omit<ScoreFilter, 'sort'> {
  tab?: Tab;
  version?: number;
  /** Of scores or of songs, by the tab. */
  sort?: Sort | SongSort;
  /** Plays of everybody; else the reader's own. */
  whose?: 'all';
  page?: number;
}

/** A small whole number from an address, else undefined. */
export function asNumber(value: unknown): number | undefined {
  const text = asText(value) ?? (typeof value === 'number' ? String(value) : undefined);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Reads such an address; whatever makes no sense is left out. */
export function validateSeries(raw: Record<string, unknown>): SeriesSearch {
  const search: SeriesSearch = {};
  const q = asText(raw['q']);
  if (q !== undefined) search.q = q.slice(0, 100);
  const tab = asOneOf(raw['tab'], TABS);
  if (tab !== undefined) search.tab = tab;
  const lamp = asOneOf(raw['lamp'], LAMPS);
  if (lamp !== undefined) search.lamp = lamp;
  const whose = asOneOf(raw['whose'], ['all'] as const);
  if (whose !== undefined) search.whose = whose;
  const sort = asOneOf(raw['sort'], [...SORTS, ...SONG_SORTS]);
  if (sort !== undefined) search.sort = sort;
  const dir = asOneOf(raw['dir'], ['asc', 'desc'] as const);
  if (dir !== undefined) search.dir = dir;
  for (const key of ['version', 'chart', 'category', 'page'] as const) {
    const number = asNumber(raw[key]);
    if (number !== undefined) search[key] = number;
  }
  return search;
}
