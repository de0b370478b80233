import { describe, expect, it } from 'vitest';
import { newAlbums, newArtists, newSongs, passesExplicitFilter } from './merge.js';

interface Item { title: string; artist: string; duration?: number; isrc?: string; n: number }
const same = (item: Item) => item;

describe('newSongs', () => {
  const local = [{ title: 'Song', artist: 'The Band', duration: 200 }, { title: 'Coded', artist: 'X', duration: 100, isrc: 'GBAAA0000001' }];

  it('drops what the library has, by name and length or by ISRC', () => {
    const external: Item[] = [
      { title: 'song (Remastered)', artist: 'Band', duration: 203, n: 1 },
      { title: 'Song', artist: 'Band', duration: 204, n: 2 },
      { title: 'Song (Live)', artist: 'Band', duration: 200, n: 3 },
      { title: 'Differently', artist: 'Y', duration: 9, isrc: 'GB-AAA-00-00001', n: 4 },
      { title: 'Song', artist: 'Other', duration: 200, n: 5 },
    ];
    expect(newSongs(local, external, same, 20).map(({ n }) => n)).toEqual([2, 3, 5]);
  });

  it('keeps the first of several providers and cuts at the limit', () => {
    const external: Item[] = [
      { title: 'A', artist: 'B', duration: 100, isrc: 'GBAAA0000009', n: 1 },
      { title: 'A', artist: 'B', duration: 101, n: 2 },
      { title: 'A (2011 Remaster)', artist: 'Z', isrc: 'GBAAA0000009', n: 3 },
      { title: 'C', artist: 'B', n: 4 },
      { title: 'D', artist: 'B', n: 5 },
    ];
    expect(newSongs([], external, same, 2).map(({ n }) => n)).toEqual([1, 4]);
    expect(newSongs([], external, same, 0)).toEqual([]);
  });

  it('is stable: the same input gives the same list', () => {
    const external: Item[] = Array.from({ length: 50 }, (_, n) => ({ title: `T${n % 20}`, artist: 'a', n }));
    expect(newSongs(local, external, same, 20)).toEqual(newSongs(local, external, same, 20));
  });
});

it('drops known albums and artists by folded names', () => {
  const albums = [{ title: 'Álbum (Deluxe Edition)', artist: 'The Band' }, { title: 'Album', artist: 'Someone' }];
  expect(newAlbums([{ title: 'album', artist: 'band' }], albums, (one) => one, 9)).toEqual([albums[1]]);
  expect(newArtists(['Simon & Garfunkel'], ['simon and garfunkel', 'Air', 'AIR'], (one) => one, 9)).toEqual(['Air']);
});

it('filters explicit versions, unknown ones pass', () => {
  const codes = [0, 1, 2, 3, 6, 7, undefined];
  expect(codes.filter((code) => passesExplicitFilter(code, 'All'))).toEqual(codes);
  expect(codes.filter((code) => passesExplicitFilter(code, 'ExplicitOnly'))).toEqual([0, 1, 2, 6, 7, undefined]);
  expect(codes.filter((code) => passesExplicitFilter(code, 'CleanOnly'))).toEqual([0, 2, 3, 6, 7, undefined]);
});
