import { describe, expect, it } from 'vitest';
import { bySource, everyDay } from './figures.js';

describe('figures', () => {
  it('are told apart by source, most first', () => {
    expect(bySource({ 'plays.library': 2, 'plays.deezer': 5, 'bytes.deezer': 9, requests: 7 }, 'plays')).toEqual([['deezer', 5], ['library', 2]]);
  });

  it('stand at their day, also where a day has none', () => {
    const days = [{ day: '2026-03-04', counts: { 'plays.library': 1 } }, { day: '2026-03-02', counts: { 'plays.deezer': 2, 'plays.qobuz': 1 } }];
    expect(everyDay({ days }, new Date('2026-03-05T08:00:00Z'))).toEqual([
      { day: '2026-03-02', library: 0, outside: 3 },
      { day: '2026-03-03', library: 0, outside: 0 },
      { day: '2026-03-04', library: 1, outside: 0 },
      { day: '2026-03-05', library: 0, outside: 0 },
    ]);
    expect(everyDay({ days: [] }, new Date())).toEqual([]);
  });
});
