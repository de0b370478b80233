const accents: Record<string, string> = {
  a: 'á', b: 'ƀ', c: 'ç', d: 'ð', e: 'é', f: 'ƒ', g: 'ĝ', h: 'ĥ', i: 'î', j: 'ĵ', k: 'ķ', l: 'ļ', m: 'ɱ', n: 'ñ', o: 'ö', p: 'þ', q: 'ǫ', r: 'ŕ', s: 'š', t: 'ţ', u: 'û', v: 'ṽ', w: 'ŵ', x: 'ẋ', y: 'ý', z: 'ž',
};

/**
 * A string as the pseudo-locale shows it: accented, a third longer, in brackets. What appears on a screen without
 * brackets did not go through translation; what is cut off will be cut off in German.
 *
 * Placeholders (`{{name}}`), nested keys (`$t(…)`) and tags (`<b>`) stay as they are.
 */
export function pseudo(text: string): string {
  const parts = text.split(/(\{\{[^}]*\}\}|\$t\([^)]*\)|<[^>]*>)/);
  const changed = parts.map((part, index) => (index % 2 === 1 ? part : part.replace(/[a-z]/g, (letter) => accents[letter] ?? letter)));
  return `⟦${changed.join('')}${'·'.repeat(Math.ceil(text.length / 3))}⟧`;
}

/** The same over a tree of resources. */
export function pseudoTree(tree: unknown): unknown {
  if (typeof tree === 'string') return pseudo(tree);
  if (tree !== null && typeof tree === 'object') return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, pseudoTree(value)]));
  return tree;
}
