/** One alternative of a search: every word must occur, or the hash must match (library-api spec §8.6). */
export interface SearchAlternative {
  readonly words: readonly string[];
  /** Lower-case hex of 8, 32 or 40 digits, when the alternative is one. */
  readonly hash: string | undefined;
}

const HASH = /^(?:[0-9a-f]{8}|[0-9a-f]{32}|[0-9a-f]{40})$/;
/** More than anybody types; a bound on the work of one request. */
const MAX_ALTERNATIVES = 20;
const MAX_WORDS = 20;

/** Splits `zelda link|metroid` into its alternatives. Case plays no part; empty alternatives match nothing and are dropped. */
export function parseSearch(term: string): SearchAlternative[] {
  return term
    .toLowerCase()
    .split('|')
    .slice(0, MAX_ALTERNATIVES)
    .map((text) => text.split(/\s+/u).filter((word) => word !== '').slice(0, MAX_WORDS))
    .filter((words) => words.length > 0)
    .map((words) => {
      const [only = ''] = words;
      return { words, hash: words.length === 1 && HASH.test(only) ? only : undefined };
    });
}
