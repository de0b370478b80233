import { describe, expect, it } from 'vitest';
import { PackedTexts, type SearchedPart } from './packed-texts.js';
import { parseSearch } from './search-terms.js';

const games = [
  { id: 4, platform_id: 1, letter: '0', text: '1942 (usa).zip' },
  { id: 2, platform_id: 2, letter: 'l', text: 'the legend of zelda\nzelda1.nes' },
  { id: 9, platform_id: 1, letter: 'l', text: 'the legend of zelda ii (usa).nes' },
  { id: 3, platform_id: 1, letter: 'ō', text: 'ōkami (world) 100%.iso' },
  { id: 5, platform_id: 2, letter: '𝔐', text: '𝔐ario 1942.zip' },
];
const find = (term: string, part: Partial<SearchedPart> = {}, block = 2): number[] =>
  new PackedTexts(games, block).find(parseSearch(term), { hiddenPlatforms: [], hiddenRoms: new Set(), ...part }).map(({ id }) => id);

describe('the packed texts of a library', () => {
  it.each([
    ['zelda', [2, 9]],
    ['ZELDA ii', [9]],
    ['ii zelda', [9]],
    ['zelda|1942', [4, 2, 9, 5]],
    ['1942|usa', [4, 9, 5]],
    ['Ōkami', [3]],
    ['%', [3]],
    ['_', []],
    ['𝔐ario', [5]],
    ['.', [4, 2, 9, 3, 5]],
    ['zip the', []],
    // The end of one game and the beginning of the next are no word.
    ['zipthe', []],
    ['x'.repeat(200), []],
  ])('%s is in the games %j, however they are packed', (term, ids) => {
    for (const block of [1, 2, 3, 512]) expect(find(term, {}, block)).toEqual(ids);
  });

  it('searches a part of the library', () => {
    expect(find('zelda|1942', { platformIds: [1] })).toEqual([4, 9]);
    expect(find('zelda|1942', { platformIds: [] })).toEqual([]);
    expect(find('zelda|1942', { hiddenPlatforms: [1] })).toEqual([2, 5]);
    expect(find('zelda|1942', { hiddenRoms: new Set([2, 4]) })).toEqual([9, 5]);
  });

  it('tells the letters of the hits, and finds nothing in an empty library', () => {
    const part = { hiddenPlatforms: [], hiddenRoms: new Set<number>() };
    expect(new PackedTexts(games).find(parseSearch('ario|ōkami'), part).map(({ letter }) => letter)).toEqual(['ō', '𝔐']);
    expect(new PackedTexts([]).find(parseSearch('a'), part)).toEqual([]);
  });
});
