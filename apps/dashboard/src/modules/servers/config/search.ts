import { asOneOf, asText } from '../../../shell/search.js';
import { SECTIONS, type Section } from './api.js';

/** Sections, and what is beside them. */
export const VIEWS = [...SECTIONS, 'files', 'history'] as const;
export type View = (typeof VIEWS)[number];

/** The page's address. */
export interface ConfigSearch {
  section?: View;
  q?: string;
}

/** Reads the page's address. */
export function validateConfig(raw: Record<string, unknown>): ConfigSearch {
  const [section, q] = [asOneOf(raw['section'], VIEWS), asText(raw['q'])?.slice(0, 64)];
  return { ...(section === undefined || section === 'server' ? {} : { section }), ...(q === undefined ? {} : { q }) };
}

export const isSection = (view: View): view is Section => (SECTIONS as readonly View[]).includes(view);
