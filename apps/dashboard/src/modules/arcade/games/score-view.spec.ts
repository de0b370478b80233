import { describe, expect, it } from 'vitest';
import type { Score, Song } from '../api.js';
import { categoriesOf, comboOf, judgementsOf, lampOf, shownScores, shownSongs, usualDir } from './score-view.js';

const score = (song: number, name: string, points: number, details: Score['details'] = {}, chart = 0): Score => ({
  player: 1, player_name: 'ＨＥＲＯ', song, song_name: name, chart, chart_name: 'Easy', points, at: `2026-11-0${song}T00:00:00.000Z`, plays: song, new_record: null, details,
});

describe('what is shown of scores', () => {
  const scores = [score(1, 'Song 10', 500, { status: '◇ CLEARED' }), score(2, 'Song 2', 900, { status: '☆ FULL COMBO' }, 1), score(3, 'Other', 100, { clear_type: 'FAILED' })];
  const names = (filter: Parameters<typeof shownScores>[1]): string[] => shownScores(scores, filter).map((one) => one.song_name);

  it('sorts names as people count, and numbers best first', () => {
    expect(names({})).toEqual(['Other', 'Song 2', 'Song 10']);
    expect(names({ sort: 'points' })).toEqual(['Song 2', 'Song 10', 'Other']);
    expect(names({ sort: 'points', dir: 'asc' })).toEqual(['Other', 'Song 10', 'Song 2']);
    expect(names({ sort: 'lamp' })).toEqual(['Song 2', 'Song 10', 'Other']);
    expect(names({ sort: 'at' })).toEqual(['Other', 'Song 2', 'Song 10']);
  });

  it('sorts and filters by the part of the series a song came with, newest first and unknown ones last', () => {
    const categories = new Map([[1, 20], [2, 24]]);
    const by = (filter: Parameters<typeof shownScores>[1]): string[] => shownScores(scores, filter, categories).map((one) => one.song_name);
    expect(by({ sort: 'category' })).toEqual(['Song 2', 'Song 10', 'Other']);
    expect(by({ sort: 'category', dir: 'asc' })).toEqual(['Other', 'Song 10', 'Song 2']);
    expect(by({ category: 20 })).toEqual(['Song 10']);
  });

  it('sorts by chart, player and combo', () => {
    const two = [{ ...score(1, 'A', 1, { combo: 5 }, 2), player_name: 'Ｚ' }, { ...score(2, 'B', 2, { combo: 9 }, 1), player_name: 'ａ' }];
    for (const sort of ['chart', 'player', 'combo'] as const) expect([sort, shownScores(two, { sort }).map((one) => one.song_name)]).toEqual([sort, ['B', 'A']]);
  });

  it('sorts and filters songs', () => {
    const song = (id: number, name: string, artist: string, category: number | null, hardest: number): Song => ({ song: id, name, artist, genre: '', difficulties: { 0: 3, 1: hardest }, versions: [24], category });
    const songs = [song(1, 'Song 10', 'Zed', 24, 40), song(2, 'Song 9', 'Amy', null, 50), song(3, 'Ｄawn', 'Bob', 20, 10)];
    const shown = (filter: Parameters<typeof shownSongs>[1]): number[] => shownSongs(songs, filter).map((one) => one.song);
    expect([shown({}), shown({ sort: 'artist' }), shown({ sort: 'category' }), shown({ sort: 'level' })]).toEqual([[3, 2, 1], [2, 3, 1], [1, 3, 2], [2, 1, 3]]);
    expect([shown({ q: 'dawn' }), shown({ category: 24 }), shown({ q: 'zed', category: 20 })]).toEqual([[3], [1], []]);
    expect([...categoriesOf(songs)]).toEqual([[1, 24], [3, 20]]);
    expect([usualDir('artist'), usualDir('level')]).toEqual(['asc', 'desc']);
  });

  it('filters by words, chart and lamp', () => {
    expect(names({ q: 'song' })).toEqual(['Song 2', 'Song 10']);
    expect(names({ q: 'hero' })).toHaveLength(3);
    expect(names({ chart: 1 })).toEqual(['Song 2']);
    expect(names({ lamp: 'failed' })).toEqual(['Other']);
  });

  it('reads every game\'s own words', () => {
    expect(scores.map(lampOf)).toEqual(['cleared', 'combo', 'failed']);
    expect(lampOf(score(1, '', 0, { status: 'PERFECT' }))).toBe('perfect');
    expect(lampOf(score(1, '', 0))).toBe('none');
    expect(comboOf(score(1, '', 0, { combo: -1 }))).toBeNull();
    expect(judgementsOf(score(1, '', 0, { cool: 0, great: 0 }))).toEqual([]);
    expect(judgementsOf(score(1, '', 0, { cool: 3, bad: 0, medal: 200 }))).toEqual([['cool', 3], ['bad', 0]]);
  });
});
