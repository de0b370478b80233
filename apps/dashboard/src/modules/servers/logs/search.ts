import { asList, asOneOf, asText } from '../../../shell/search.js';
import { LEVELS, type LogLevel } from '../api/types.js';

/** Where entries come from. */
export const SOURCES = ['stdout', 'rpt', 'rcon', 'manager'] as const;

/** The page's address. */
export interface LogsSearch {
  q?: string;
  level?: LogLevel[];
  source?: (typeof SOURCES)[number];
}

/** Reads the page's address. */
export function validateLogs(raw: Record<string, unknown>): LogsSearch {
  const q = asText(raw['q'])?.slice(0, 200);
  const level = LEVELS.filter((one) => asList(raw['level']).includes(one));
  const source = asOneOf(raw['source'], SOURCES);
  return { ...(q === undefined ? {} : { q }), ...(level.length === 0 ? {} : { level }), ...(source === undefined ? {} : { source }) };
}
