import { upsertRows } from '@rumpus/persistence';
import type { DataSource } from 'typeorm';
import { MoreThanOrEqual } from 'typeorm';
import { MusicCounter } from './entities.js';

/** What is counted. The part after the dot is a provider, or `library`. */
export type CounterName = 'requests' | 'searches' | 'downloads' | 'downloads_failed' | `plays.${string}` | `bytes.${string}` | `hits.${string}`;

/** Figures of one day. */
export interface DayFigures {
  /** UTC, `2026-11-27`. */
  readonly day: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** Counts by day. Counting costs nothing: figures are gathered in memory and written now and then. */
export class Counters {
  private pending = new Map<string, number>();

  constructor(private readonly source: DataSource) {}

  add(name: CounterName, by = 1, now = new Date()): void {
    if (by <= 0) return;
    const key = `${now.toISOString().slice(0, 10)} ${name.slice(0, 64)}`;
    this.pending.set(key, (this.pending.get(key) ?? 0) + by);
  }

  /** Writes what was counted since the last time. What could not be written is counted on. */
  async flush(): Promise<void> {
    const batch = this.pending;
    this.pending = new Map();
    for (const [key, by] of batch) {
      const [day = '', name = ''] = key.split(' ');
      try {
        await this.write(day, name, by);
      } catch (error) {
        for (const [left, count] of batch) this.pending.set(left, (this.pending.get(left) ?? 0) + count);
        throw error;
      }
      batch.delete(key);
    }
  }

  /** The figures of the days from `since` on, oldest first, with what is not written yet. */
  async days(since: Date): Promise<DayFigures[]> {
    const from = since.toISOString().slice(0, 10);
    const days = new Map<string, Record<string, number>>();
    const count = (day: string, name: string, by: number): void => {
      const counts = days.get(day) ?? {};
      counts[name] = (counts[name] ?? 0) + by;
      days.set(day, counts);
    };
    for (const row of await this.rows.find({ where: { day: MoreThanOrEqual(from) } })) count(row.day, row.name, row.count);
    for (const [key, by] of this.pending) {
      const [day = '', name = ''] = key.split(' ');
      if (day >= from) count(day, name, by);
    }
    return [...days].map(([day, counts]) => ({ day, counts })).sort((a, b) => (a.day < b.day ? -1 : 1));
  }

  /** Adds in the database, so that instances count together. */
  private async write(day: string, name: string, by: number): Promise<void> {
    const added = async (): Promise<boolean> => ((await this.rows.increment({ day, name }, 'count', by)).affected ?? 0) > 0;
    if (await added()) return;
    await upsertRows(this.source, MusicCounter, [{ day, name, count: 0 }], { key: ['day', 'name'], update: [] });
    await added();
  }

  private get rows() {
    return this.source.getRepository(MusicCounter);
  }
}
