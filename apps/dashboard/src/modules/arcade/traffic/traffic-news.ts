import type { Exchange } from '../operation/api.js';

/** New exchanges, newest first; `missed` when there were too many to tell one by one. */
export interface TrafficNews {
  exchanges: Exchange[];
  missed: boolean;
}

/** As many as the server keeps. */
const KEPT = 200;

/** The list with what is new in front; null when it has to be fetched again (the server began anew, or told of a gap). */
export function withNews(list: readonly Exchange[], { exchanges, missed }: TrafficNews): Exchange[] | null {
  const newest = list[0]?.id ?? 0;
  if (missed || exchanges.some(({ id }) => id + KEPT < newest)) return null;
  const fresh = exchanges.filter(({ id }) => id > newest);
  const oldest = fresh.at(-1)?.id;
  if (oldest !== undefined && newest !== 0 && oldest > newest + 1) return null;
  return [...fresh, ...list].slice(0, KEPT);
}
