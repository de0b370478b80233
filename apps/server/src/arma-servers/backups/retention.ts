/** How many backups of a schedule stay. */
export interface RetentionRule {
  keepLast: number;
  /** The newest of each of so many days that have one. */
  keepDaily: number;
  /** The newest of each of so many weeks that have one. */
  keepWeekly: number;
}

interface Dated {
  id: number;
  created_at: Date;
}

const DAY_MS = 86_400_000;
const day = ({ created_at: at }: Dated): number => Math.floor(at.getTime() / DAY_MS);
/** Weeks begin on Monday; the first of January 1970 was a Thursday. */
const week = (backup: Dated): number => Math.floor((day(backup) + 3) / 7);

function newestOfEach(newestFirst: readonly Dated[], period: (backup: Dated) => number, count: number): Dated[] {
  const newest = new Map<number, Dated>();
  for (const backup of newestFirst) if (!newest.has(period(backup))) newest.set(period(backup), backup);
  return [...newest.values()].slice(0, count);
}

/** The backups that no rule keeps. Days and weeks are those of UTC. */
export function superfluous<T extends Dated>(backups: readonly T[], { keepLast, keepDaily, keepWeekly }: RetentionRule): T[] {
  const newestFirst = [...backups].sort((a, b) => b.created_at.getTime() - a.created_at.getTime() || b.id - a.id);
  const kept = new Set([...newestFirst.slice(0, keepLast), ...newestOfEach(newestFirst, day, keepDaily), ...newestOfEach(newestFirst, week, keepWeekly)].map(({ id }) => id));
  return newestFirst.filter(({ id }) => !kept.has(id));
}
