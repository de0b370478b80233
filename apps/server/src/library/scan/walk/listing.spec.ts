import { describe, expect, it } from 'vitest';
import { byCodePoint } from '../names/file-names.js';
import { Listing, packListing } from './listing.js';

const names = ['', '\uFF5E last of the plane', '\u{1F3AE} pad', 'B.gba', 'Zelda', 'a', 'a b.zip', 'ä.gba', 'ōkami', '\uEF0Araw'].sort(byCodePoint);
const listing = new Listing(packListing(names.map((name, i) => ({ name, folder: i % 3 === 0 })), []));

describe('a packed listing', () => {
  it('gives its entries back, any part of them', () => {
    expect(listing.length).toBe(names.length);
    expect(listing.slice(0, 100)).toEqual(names.map((name, i) => ({ name, folder: i % 3 === 0 })));
    expect(listing.slice(2, 4).map(({ name }) => name)).toEqual(names.slice(2, 4));
    expect(listing.slice(9, 5)).toEqual([]);
  });

  it('finds each name and no other', () => {
    for (const [i, name] of names.entries()) expect(listing.find(name)).toEqual({ name, folder: i % 3 === 0 });
    for (const name of ['A', 'a ', 'zz', 'Zeld', 'Zelda ', '\u{1F3AF}']) expect(listing.find(name)).toBeUndefined();
  });

  it('goes on after any name, whether it is there or not', () => {
    for (const after of [...names, 'A', 'a ', 'zz', '\u{1F3AF}']) {
      expect(listing.slice(listing.after(after), 100).map(({ name }) => name)).toEqual(names.filter((name) => byCodePoint(name, after) > 0));
    }
  });

  it('may be empty', () => {
    const empty = new Listing(packListing([], []));
    expect([empty.length, empty.find(''), empty.after('x'), empty.slice(0, 10)]).toEqual([0, undefined, 0, []]);
  });

  it('takes no more than the bytes of its names and five more for each', () => {
    const packed = packListing(Array.from({ length: 1000 }, (_, i) => ({ name: `Game ${String(i).padStart(6, '0')}.gba`, folder: false })), []);
    expect(packed.names.byteLength + packed.ends.byteLength + packed.folders.byteLength).toBe(1000 * (15 + 5));
  });
});
