import type { SearchAlternative } from './search-terms.js';

/** A game as a text search sees it. */
export interface SearchedGame {
  readonly id: number;
  readonly platform_id: number;
  /** First character of the sort key; empty without one. */
  readonly letter: string;
  /** See {@link RomSearch}: lower case, with line breaks. */
  readonly text: string;
}

/** Where to search. */
export interface SearchedPart {
  /** All platforms when absent. */
  readonly platformIds?: readonly number[];
  readonly hiddenPlatforms: readonly number[];
  readonly hiddenRoms: ReadonlySet<number>;
}

/** Some hundred games: few enough that looking for a second word stays near the first, many enough that a block costs nothing. */
interface Block {
  readonly text: string;
  /** Where each game's text begins, and where the last one ends. */
  readonly starts: Uint32Array;
  readonly games: readonly Omit<SearchedGame, 'text'>[];
}

const BLOCK = 512;

/**
 * The texts of a library in the order of the names, packed into few long strings: 100,000 games take about 15 MB and are gone through in
 * some milliseconds, where a database takes up to half a second. Words hold no white space, so no word is found across two games.
 */
export class PackedTexts {
  readonly #blocks: Block[] = [];

  /** @param games in the order in which hits are to be found */
  constructor(games: readonly SearchedGame[], block = BLOCK) {
    for (let at = 0; at < games.length; at += block) this.#blocks.push(pack(games.slice(at, at + block)));
  }

  /** The games whose text holds all words of any of the alternatives, in order. */
  find(alternatives: readonly SearchAlternative[], part: SearchedPart): Omit<SearchedGame, 'text'>[] {
    const platforms = part.platformIds === undefined ? undefined : new Set(part.platformIds);
    const hidden = new Set(part.hiddenPlatforms);
    const visible = ({ id, platform_id }: Omit<SearchedGame, 'text'>): boolean =>
      (platforms === undefined || platforms.has(platform_id)) && !hidden.has(platform_id) && !part.hiddenRoms.has(id);
    // The longest word is found in the fewest games: only those are asked for the others.
    const rarestFirst = alternatives.map(({ words }) => words.toSorted((a, b) => b.length - a.length));
    return this.#blocks.flatMap((block) => {
      const hits = new Uint8Array(block.games.length);
      for (const words of rarestFirst) mark(hits, block, words);
      return block.games.filter((game, index) => hits[index] === 1 && visible(game));
    });
  }
}

function pack(games: readonly SearchedGame[]): Block {
  const starts = new Uint32Array(games.length + 1);
  for (const [index, { text }] of games.entries()) starts[index + 1] = (starts[index] ?? 0) + text.length + 1;
  return { text: games.map(({ text }) => `${text}\n`).join(''), starts, games: games.map(({ id, platform_id, letter }) => ({ id, platform_id, letter })) };
}

function mark(hits: Uint8Array, { text, starts }: Block, [first = '', ...others]: readonly string[]): void {
  let game = 0;
  for (let at = text.indexOf(first); at !== -1; at = text.indexOf(first, starts[game])) {
    while ((starts[game + 1] ?? Infinity) <= at) game += 1;
    if (others.length === 0 || holdsAll(text.slice(starts[game], starts[game + 1]), others)) hits[game] = 1;
    game += 1;
  }
}

const holdsAll = (text: string, words: readonly string[]): boolean => words.every((word) => text.includes(word));
