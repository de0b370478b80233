import { asNumber } from '../games/search.js';

/** Where an import comes from. */
export const SOURCES = ['file', 'bemaniutils', 'asphyxia', 'peer'] as const;
export type Source = (typeof SOURCES)[number];

/** `?from=peer&peer=2`: the form that is open, and the network it begins with. */
export function validateImports(raw: Record<string, unknown>): { from?: Source; peer?: number } {
  const from = SOURCES.find((one) => one === raw['from']);
  const peer = asNumber(raw['peer']);
  return { ...(from !== undefined && { from }), ...(peer !== undefined && { peer }) };
}
