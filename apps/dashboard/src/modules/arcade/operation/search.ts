import { asOneOf } from '../../../shell/search.js';

/** Parts of an arcade's page. */
export const ARCADE_TABS = ['machines', 'paseli', 'games', 'events', 'about'] as const;
export type ArcadeTab = (typeof ARCADE_TABS)[number];

/** Reads the address of an arcade's page. */
export function validateArcade(raw: Record<string, unknown>): { tab?: ArcadeTab } {
  const tab = asOneOf(raw['tab'], ARCADE_TABS);
  return tab === undefined ? {} : { tab };
}
