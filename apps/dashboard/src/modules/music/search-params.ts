/** Storages of downloaded files. */
export const STORAGES = ['kept', 'permanent', 'cache'] as const;
export type StorageName = (typeof STORAGES)[number];

/** States of a match; `review` waits for a person. */
export const MATCH_STATES = ['review', 'manual', 'auto', 'none'] as const;
export type MatchState = (typeof MATCH_STATES)[number];

type Raw = Record<string, unknown>;
const oneOf = <T extends string>(words: readonly T[], value: unknown): T | undefined => words.find((word) => word === value);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);

/** What the address of the files page may say. */
export function validateFiles(raw: Raw): { storage?: StorageName } {
  const storage = oneOf(STORAGES, raw['storage']);
  return storage === undefined ? {} : { storage };
}

/** What the address of the matches page may say. */
export function validateMatches(raw: Raw): { state?: MatchState; q?: string; page?: number } {
  const state = oneOf(MATCH_STATES, raw['state']);
  const q = text(raw['q']);
  const page = Number(raw['page']);
  return { ...(state === undefined ? {} : { state }), ...(q === undefined ? {} : { q }), ...(Number.isSafeInteger(page) && page > 1 ? { page } : {}) };
}

/** What the address of the search tester may say. */
export function validateSearch(raw: Raw): { q?: string } {
  const q = text(raw['q']);
  return q === undefined ? {} : { q };
}
