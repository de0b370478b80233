import { asOneOf, asText } from '../../../shell/search.js';

/** The kinds of ways in, each a part of the page. */
export const TABS = ['tokens', 'sessions', 'devices', 'app-passwords'] as const;
export type Tab = (typeof TABS)[number];

/** The page's address: which part, and whose. */
export interface AccessSearch {
  tab?: Tab;
  q?: string;
}

/** Reads the page's address; whatever makes no sense is left out. */
export function validateAccess(raw: Record<string, unknown>): AccessSearch {
  const tab = asOneOf(raw['tab'], TABS);
  const q = asText(raw['q']);
  return { ...(tab === undefined ? {} : { tab }), ...(q === undefined ? {} : { q: q.slice(0, 100) }) };
}
