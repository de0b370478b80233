import { describe, expect, it } from 'vitest';
import { groupKeyOf, isPrerelease, isVerified, searchTextOf, sortKeyOf } from './derived.js';

describe('sortKeyOf', () => {
  it.each([
    ['The Legend of Zelda', 'legend of zelda'],
    ['A Bug\'s Life', "bug's life"],
    ['Les Schtroumpfs', 'schtroumpfs'],
    ['The The', 'the'],
    ['Theme Park', 'theme park'],
    ['Final Fantasy 7', 'final fantasy 000000000007'],
    ['1942', '000000001942'],
    ['Mega Man 10.5', 'mega man 000000000010.000000000005'],
    ['ŌKAMI', 'ōkami'],
    ['', ''],
  ])('%s', (name, key) => expect(sortKeyOf(name)).toBe(key));

  it('puts 2 before 10', () => {
    expect(['Game 10', 'Game 2'].sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1))).toEqual(['Game 2', 'Game 10']);
  });

  it('is at most 500 characters long and never half a character', () => {
    expect(Array.from(sortKeyOf('🎮'.repeat(600)))).toHaveLength(500);
    expect(sortKeyOf('🎮'.repeat(600)).endsWith('🎮')).toBe(true);
  });
});

describe('groupKeyOf', () => {
  it('takes the first provider in the order of library-api spec §8.7', () => {
    expect(groupKeyOf({ moby_id: 5, igdb_id: 3, ss_id: 4 })).toBe('igdb:3');
    expect(groupKeyOf({ moby_id: 5, ss_id: 4 })).toBe('ss:4');
    expect(groupKeyOf({ tgdb_id: 9, flashpoint_id: 'abc' })).toBe('tgdb:9');
    expect(groupKeyOf({ flashpoint_id: 'abc' })).toBe('flashpoint:abc');
  });

  it('knows no group for a game that nothing identifies', () => {
    expect(groupKeyOf({ igdb_id: null })).toBeNull();
  });
});

describe('isPrerelease', () => {
  it.each(['Game (Beta 2).zip', 'Game (DEMO).zip', 'Game (USA) (Proto).zip', 'x (Kiosk, USA)', 'x (Sample)', 'x (preview)'])('%s', (name) => expect(isPrerelease(name)).toBe(true));
  it.each(['Beta.zip', 'Game [Beta].zip', 'Game (USA, Beta).zip'])('not %s', (name) => expect(isPrerelease(name)).toBe(false));
});

it('a search sees name and file name in lower case', () => {
  expect(searchTextOf({ name: 'Ökami', fs_name: 'OKAMI.ISO' })).toBe('ökami\nokami.iso');
  expect(searchTextOf({ name: null, fs_name: 'X' })).toBe('x');
  // Said once is enough: every word of the name is in the file name.
  expect(searchTextOf({ name: 'Some Game', fs_name: 'some game (USA).zip' })).toBe('some game (usa).zip');
});

it('a game is verified by any true flag, and by nothing else', () => {
  expect(isVerified({ redump_match: true })).toBe(true);
  expect(isVerified({ redump_match: false, other: true })).toBe(false);
  expect(isVerified({ redump_match: 'true' })).toBe(false);
  expect(isVerified(null)).toBe(false);
});
