import { CronExpressionParser } from 'cron-parser';
import { type DataSource, LessThanOrEqual, type Repository } from 'typeorm';
import { QueueScheduleRow } from './queue.entities.js';

/** The next time, in milliseconds since 1970, of a five-field cron expression in the server's time zone. */
export const nextTime = (cron: string, after = new Date()): number => CronExpressionParser.parse(cron, { currentDate: after }).next().getTime();

/** Cron entries in the database. An instance that advances an entry by compare-and-set is the one that queues its job. */
export class ScheduleStore {
  readonly #schedules: Repository<QueueScheduleRow>;

  constructor(source: DataSource) {
    this.#schedules = source.getRepository(QueueScheduleRow);
  }

  /** Keeps the next time of an entry that has not changed: a restart must not skip a run that is due. */
  async put(key: string, cron: string, name: string, payload: unknown): Promise<void> {
    const known = await this.#schedules.findOneBy({ key });
    const nextAt = known !== null && known.cron === cron ? known.nextAt : nextTime(cron);
    await this.#schedules.save({ key, cron, name, payload, nextAt });
  }

  async remove(key: string): Promise<void> {
    await this.#schedules.delete({ key });
  }

  /** The entries that are due and that this instance won. */
  async takeDue(): Promise<QueueScheduleRow[]> {
    const due = await this.#schedules.find({ where: { nextAt: LessThanOrEqual(Date.now()) } });
    const won: QueueScheduleRow[] = [];
    for (const row of due) {
      const result = await this.#schedules.update({ key: row.key, nextAt: row.nextAt }, { nextAt: nextTime(row.cron) });
      if (result.affected === 1) won.push(row);
    }
    return won;
  }
}
