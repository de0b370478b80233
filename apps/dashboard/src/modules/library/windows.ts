/** Games are fetched in pieces of this size, as RomM's own page does (library-api spec §23.5). */
export const WINDOW = 72;

/** Numbers of the windows that rows `first` to `last` (both included) of a list touch. */
export function windowsOf(first: number, last: number, total: number): number[] {
  if (total <= 0 || last < first) return [];
  const from = Math.floor(Math.max(0, first) / WINDOW);
  const to = Math.floor(Math.min(last, total - 1) / WINDOW);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

/** A stop of the letter bar. */
export interface LetterStop {
  /** `#` for digits and signs, else the letter. */
  readonly letter: string;
  /** Offset of the first game there. */
  readonly offset: number;
}

/**
 * Stops from the server's `char_index` (library-api spec §8.4), in the order in which the list meets them. Everything
 * that is no letter is gathered under `#`.
 */
export function letterStops(index: Readonly<Record<string, number>>): LetterStop[] {
  const first = new Map<string, number>();
  for (const [key, offset] of Object.entries(index)) {
    const letter = /^\p{L}/u.test(key) ? key.toLocaleUpperCase() : '#';
    first.set(letter, Math.min(first.get(letter) ?? Infinity, offset));
  }
  return [...first].map(([letter, offset]) => ({ letter, offset })).sort((a, b) => a.offset - b.offset);
}
