import { expect, it } from 'vitest';
import { missingAlbums, missingSongs, sameAlbum } from './enrich.js';
import type { Album, Song } from './models.js';

const album = (title: string, artist = 'The Band', year?: number): Album => ({ provider: 'x', id: title, title, artists: [{ name: artist }], ...(year === undefined ? {} : { year }) });
const song = (title: string, duration?: number): Song => ({ provider: 'x', id: title, title, artists: [{ name: 'The Band' }], ...(duration === undefined ? {} : { duration }) });

it('finds the same album of the same artist, rather than one of a longer name', () => {
  const found = (title: string, artist: string, ...candidates: Album[]) => sameAlbum({ title, artist }, candidates)?.title;
  expect(found('Go', 'Band', album('Go Deluxe'), album('Go (Remastered 2009)'), album('Go', 'Other'))).toBe('Go (Remastered 2009)');
  expect(found('Go', 'Band', album('Golden'), album('Let It Go'))).toBe('Let It Go');
  expect(found('Go', 'Band', album('Go', 'Someone'), album('Golden'))).toBeUndefined();
  expect(found('', '', album(''))).toBeUndefined();
});

it('misses songs by title and length', () => {
  const own = [{ title: 'One', artist: 'b', duration: 200 }, { title: 'Two (Remastered)', artist: 'b' }];
  expect(missingSongs(own, [song('One', 203), song('One', 300), song('Two', 100), song('Three')]).map(({ title, duration }) => [title, duration])).toEqual([['One', 300], ['Three', undefined]]);
});

it('misses albums once each', () => {
  expect(missingAlbums(['First'], [album('First (Deluxe Edition)'), album('Second', 'b', 2001), album('Second', 'b', 2001), album('Second', 'b', 2010)]).map(({ title, year }) => [title, year])).toEqual([['Second', 2001], ['Second', 2010]]);
});
