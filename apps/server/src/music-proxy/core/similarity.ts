import { foldArtist, foldText, plainTitle } from './normalise.js';

/**
 * How alike two names are, 0 to 100 (music-proxy spec §6.2). Equal: 100. One holds the other as whole words, or is at least 60 % of it: 95.
 * Then shared words, then edit distance (at most 75).
 */
export function similarity(left: string, right: string): number {
  return foldedSimilarity(foldText(left), foldText(right));
}

/** As {@link similarity}, with and without what does not change the recording; the better of both. */
export function titleSimilarity(left: string, right: string): number {
  return Math.max(similarity(left, right), similarity(plainTitle(left), plainTitle(right)));
}

/**
 * How well two lists of artists agree, 0 to 100: the average of every name's best partner, both ways. Zero when the lists differ in
 * length by more than one; reduced when a name has no good partner.
 */
export function artistsSimilarity(left: readonly string[], right: readonly string[]): number {
  if (left.length === 0 || right.length === 0 || Math.abs(left.length - right.length) > 1) return 0;
  const a = left.map(foldArtist);
  const b = right.map(foldArtist);
  const best = (name: string, others: readonly string[]): number => Math.max(...others.map((other) => foldedSimilarity(name, other)));
  const scores = [...a.map((name) => best(name, b)), ...b.map((name) => best(name, a))];
  const average = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return scores.some((score) => score < 70) ? average * 0.7 : average;
}

function foldedSimilarity(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  if (a === b) return 100;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (` ${long} `.includes(` ${short} `) || (long.includes(short) && short.length / long.length >= 0.6)) return 95;
  const words = wordScore(a.split(' '), b.split(' '));
  if (words >= 90) return words;
  const edits = (1 - levenshtein(short, long) / long.length) * 75;
  return words >= 70 ? Math.max(words, edits) : edits;
}

function wordScore(a: readonly string[], b: readonly string[]): number {
  const left = [...b];
  const unmatched: string[] = [];
  let exact = 0;
  for (const word of a) {
    const at = left.indexOf(word);
    if (at === -1) unmatched.push(word);
    else {
      left.splice(at, 1);
      exact += 1;
    }
  }
  const partial = unmatched.filter((word) => word.length >= 3 && left.some((other) => other.length >= 3 && (other.includes(word) || word.includes(other)))).length;
  return ((exact + 0.8 * partial) / Math.max(a.length, b.length)) * 100;
}

/** Edit distance over UTF-16 units; two rows, since names are short but many. */
export function levenshtein(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replace = (previous[j - 1] ?? 0) + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1);
      row.push(Math.min(replace, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
