import { describe, expect, it } from 'vitest';
import { judge, rank } from './match.js';
import { artistsSimilarity, levenshtein, similarity, titleSimilarity } from './similarity.js';

describe('similarity', () => {
  it('follows the ladder: equal, contained, shared words, edits', () => {
    expect(similarity('Héllo', 'hello')).toBe(100);
    expect(similarity('Come Together', 'Come Together Now')).toBe(95);
    expect(similarity('hello', 'hellow')).toBe(95);
    expect(similarity('one two three four five six seven eight nine ten', 'one two three four five six seven eight nine xx')).toBe(90);
    expect(similarity('abcd', 'abxy')).toBeCloseTo(37.5);
  });

  it('does not take a fragment of a word for the word', () => {
    expect(similarity('Go', 'Golden')).toBeLessThan(50);
  });

  it('looks through decorations', () => {
    expect(titleSimilarity('Song (feat. X)', 'Song - Remastered 2009')).toBe(100);
  });

  it('compares artist lists both ways', () => {
    expect(artistsSimilarity(['The Beatles'], ['Beatles'])).toBe(100);
    expect(artistsSimilarity(['A Band', 'B Guest'], ['A Band'])).toBeLessThan(85);
    expect(artistsSimilarity(['a', 'b', 'c'], ['a'])).toBe(0);
    expect(artistsSimilarity([], ['a'])).toBe(0);
  });

  it('counts edits', () => {
    expect([levenshtein('kitten', 'sitting'), levenshtein('', 'abc'), levenshtein('abc', 'abc')]).toEqual([3, 3, 0]);
  });
});

const wanted = { title: 'Blue Monday', artists: ['New Order'], duration: 449 };

describe('judge', () => {
  it('trusts an equal ISRC whatever the names say', () => {
    expect(judge({ ...wanted, isrc: 'GB-AAP-83-00001' }, { title: 'x', artists: ['y'], isrc: 'gbaap8300001' })).toEqual({ score: 100, verdict: 'accept', reasons: ['same ISRC'] });
  });

  it('demands the length, or near certainty without it', () => {
    expect(judge(wanted, { ...wanted, duration: 454 }).verdict).toBe('accept');
    expect(judge(wanted, { ...wanted, duration: 455 }).verdict).toBe('review');
    expect(judge(wanted, { title: 'Blue Monday', artists: ['New Order'] }).verdict).toBe('accept');
    expect(judge({ ...wanted, title: 'Blue Mondays' }, { title: 'Blue Monday', artists: ['New Ordeal'] }).verdict).toBe('review');
  });

  it('never takes another version by itself', () => {
    const judged = judge(wanted, { ...wanted, title: 'Blue Monday (Live)' });
    expect(judged.verdict).toBe('review');
    expect(judged.reasons).toContain('another version');
  });

  it('refuses the right artist with the wrong song', () => {
    expect(judge(wanted, { title: 'Regret', artists: ['New Order'], duration: 449 }).verdict).toBe('reject');
  });
});

describe('rank', () => {
  it('puts sure ones first and lets album and year decide between equals', () => {
    const candidates = [
      { ...wanted, title: 'Blue Monday (Live)', n: 1 },
      { ...wanted, album: 'Hits', year: 1994, n: 2 },
      { ...wanted, album: 'Power', year: 1983, n: 3 },
      { title: 'Other', artists: ['Nobody'], n: 4 },
    ];
    expect(rank({ ...wanted, album: 'Power', year: 1983 }, candidates, (one) => one).map(({ candidate }) => candidate.n)).toEqual([3, 2, 1]);
  });
});
