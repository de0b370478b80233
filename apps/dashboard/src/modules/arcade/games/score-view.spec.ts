import { describe, expect, it } from 'vitest';
import type { Score } from '../api.js';
import { comboOf, judgementsOf, lampOf, shownScores } from './score-view.js';

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
