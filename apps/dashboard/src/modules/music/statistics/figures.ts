import type { Statistics } from '../api.js';

type Counts = Readonly<Record<string, number>>;

/** Figures named `<kind>.<source>` as pairs of source and count, most first. */
export function bySource(counts: Counts, kind: 'plays' | 'bytes' | 'hits'): [string, number][] {
  const prefix = `${kind}.`;
  return Object.entries(counts)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, count]): [string, number] => [name.slice(prefix.length), count])
    .sort((a, b) => b[1] - a[1]);
}

/** Plays of one day (UTC, `yyyy-mm-dd`): of the library and of all providers. */
export interface DayPlays {
  day: string;
  library: number;
  outside: number;
}

const DAY = 86_400_000;

/** Every day from the first with figures to today, also those without any, so that the bars stand at their time. */
export function everyDay({ days }: Pick<Statistics, 'days'>, today: Date): DayPlays[] {
  const known = new Map(days.map(({ day, counts }) => [day, counts]));
  const first = [...known.keys()].sort()[0];
  if (first === undefined) return [];
  const list: DayPlays[] = [];
  for (let at = Date.parse(first); at <= today.getTime(); at += DAY) {
    const day = new Date(at).toISOString().slice(0, 10);
    const plays = bySource(known.get(day) ?? {}, 'plays');
    const library = plays.find(([source]) => source === 'library')?.[1] ?? 0;
    list.push({ day, library, outside: plays.reduce((all, [, count]) => all + count, 0) - library });
  }
  return list;
}
