const leet: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't' };

/**
 * A text in the form in which names are compared: lower case, no accents, no punctuation, single spaces; digits that stand for letters
 * in words of four or more become letters (music-proxy spec §6.1). A text made of punctuation only ("!!!") stays as it is, in lower case.
 */
export function foldText(text: string): string {
  const lower = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
  const words = lower
    .replace(/[-_‐-―]/g, ' ')
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(unleet);
  return words.length === 0 ? lower.replace(/\s+/g, ' ') : words.join(' ');
}

function unleet(word: string): string {
  if (word.length < 4 || !/\p{L}/u.test(word) || !/\d/.test(word)) return word;
  return word.replace(/[013457]/g, (digit) => leet[digit] ?? digit);
}

/** Artist names compare without a leading article, and "&" is "and" (music-proxy spec §6.3). */
export function foldArtist(name: string): string {
  const folded = foldText(name.replaceAll('&', ' and '));
  return folded.replace(/^(?:the|a|an) (?=\S)/, '');
}

const noise = [
  /^(?:feat|ft|featuring)\b.*$/i,
  /^with\s.*$/i,
  /^from\s+["“„«'].*$/i,
  /^(?:\d{4}\s+)?(?:digital\s+)?re-?master(?:ed)?(?:\s+version)?(?:\s+\d{4})?$/i,
  /^(?:single|album)\s+version$/i,
  /^bonus(?:\s+track)?$/i,
  /^deluxe(?:\s+edition)?$/i,
  /^(?:the\s+)?(?:official\s*)?(?:lyrics?|music|audio|video)?\s*(?:audio|video|lyrics?)$/i,
  /^official$/i,
];

/** Words in brackets or after a dash that make another recording of it. `instrumental`, `demo` and `karaoke` are our additions. */
const meaningful: readonly [string, RegExp][] = [
  ['live', /\blive\b/i],
  ['acoustic', /\bacoustic\b|\bunplugged\b/i],
  ['remix', /\bremix(?:ed)?\b|\brmx\b/i],
  ['radio edit', /\bradio\s+edit\b/i],
  ['extended', /\bextended\b/i],
  ['original mix', /\boriginal\s+mix\b/i],
  ['clean', /\bclean\b/i],
  ['explicit', /\bexplicit\b/i],
  ['instrumental', /\binstrumental\b/i],
  ['demo', /\bdemo\b/i],
  ['karaoke', /\bkaraoke\b/i],
];

const bracketed = /[([{]([^()[\]{}]*)[)\]}]/g;

/**
 * A title without what does not change the recording: guests, "remastered", "album version", "official video" and the like, in brackets
 * or after a dash, and bare "feat. …" at the end. A bare "with" stays ("Dancing With Myself").
 */
export function plainTitle(title: string): string {
  const withoutBrackets = title.replace(bracketed, (whole, inside: string) => (isNoise(inside) ? ' ' : whole));
  const [first = '', ...rest] = withoutBrackets.split(/\s+[-–—]\s+/);
  const kept = [first, ...rest.filter((part) => !isNoise(part))].join(' - ');
  const bare = kept.replace(/\s+(?:feat|ft)\.?\s+\S.*$|\s+featuring\s+\S.*$/i, '').replace(/\s+/g, ' ').trim();
  return bare === '' ? title.trim() : bare;
}

/** The recording markers a title carries, sorted. Titles with different ones never match by themselves. */
export function recordingTags(title: string): readonly string[] {
  const decorations = [...title.matchAll(bracketed)].map((match) => match[1] ?? '').concat(title.split(/\s+[-–—]\s+/).slice(1));
  return meaningful.filter(([, pattern]) => decorations.some((part) => pattern.test(part))).map(([name]) => name).sort();
}

/** A key under which the same recording on different services meets: plain folded title and recording markers. */
export function titleKey(title: string): string {
  return `${foldText(plainTitle(title))}|${recordingTags(title).join(',')}`;
}

function isNoise(part: string): boolean {
  const text = part.trim();
  return text !== '' && noise.some((pattern) => pattern.test(text));
}
