/** A number from 0 to 359 that a text always leads to. */
export function hueOf(text: string): number {
  let hash = 7;
  for (const char of text) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 100_003;
  // Steps of the golden angle spread neighbours over the whole circle.
  return Math.round((hash * 137.508) % 360);
}
