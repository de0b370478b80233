import { describe, expect, it } from 'vitest';
import { superfluous } from './retention.js';

const at = (id: number, moment: string): { id: number; created_at: Date } => ({ id, created_at: new Date(moment) });
const ids = (backups: { id: number }[]): number[] => backups.map(({ id }) => id);

describe('retention of backups', () => {
  // 2026-11-27 is a Friday, 2026-11-23 a Monday.
  const backups = [
    at(1, '2026-11-01T04:00:00Z'), at(2, '2026-11-15T04:00:00Z'), at(3, '2026-11-22T04:00:00Z'), at(4, '2026-11-25T04:00:00Z'), at(5, '2026-11-26T04:00:00Z'), at(6, '2026-11-26T16:00:00Z'), at(7, '2026-11-27T04:00:00Z'),
  ];

  it('keeps the last ones', () => {
    expect(ids(superfluous(backups, { keepLast: 3, keepDaily: 0, keepWeekly: 0 }))).toEqual([4, 3, 2, 1]);
  });

  it('keeps the newest of each day', () => {
    expect(ids(superfluous(backups, { keepLast: 1, keepDaily: 3, keepWeekly: 0 }))).toEqual([5, 3, 2, 1]);
  });

  it('keeps the newest of each week, which ends on Sunday', () => {
    expect(ids(superfluous(backups, { keepLast: 1, keepDaily: 0, keepWeekly: 3 }))).toEqual([6, 5, 4, 1]);
  });

  it('keeps everything there is when the rule allows more, in whatever order they come', () => {
    expect(superfluous([...backups].reverse(), { keepLast: 100, keepDaily: 0, keepWeekly: 0 })).toEqual([]);
    expect(superfluous([], { keepLast: 1, keepDaily: 1, keepWeekly: 1 })).toEqual([]);
  });
});
