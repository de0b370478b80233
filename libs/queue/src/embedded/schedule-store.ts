import { CronExpressionParser } from 'cron-parser';
import { transaction } from '@rumpus/persistence';
import { type DataSource, LessThanOrEqual, type Repository } from 'typeorm';
import { insertJob } from './job-store.js';
import { type QueueJobRow, QueueScheduleRow } from './queue.entities.js';

/** The next time, in milliseconds since 1970, of a five-field cron expression in the server's time zone. */
export const nextTime = (cron: string, after = new Date()): number => CronExpressionParser.parse(cron, { currentDate: after }).next().getTime();

/** Cron entries in the database. An instance that advances an entry by compare-and-set is the one that queues its job. */
export class ScheduleStore {
  readonly #schedules: Repository<QueueScheduleRow>;

  constructor(private readonly source: DataSource) {
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

  /**
   * Queues the jobs of the entries that are due. The next time moves and the job appears in one transaction: a crash
   * between the two would lose a run. Gives the rows that this instance queued.
   */
  async queueDue(jobOf: (entry: QueueScheduleRow) => QueueJobRow | undefined): Promise<QueueJobRow[]> {
    const due = await this.#schedules.find({ where: { nextAt: LessThanOrEqual(Date.now()) } });
    const queued: QueueJobRow[] = [];
    for (const entry of due) {
      const job = jobOf(entry);
      if (job === undefined) continue;
      const won = await transaction(this.source, async (manager) => {
        const { affected } = await manager.update(QueueScheduleRow, { key: entry.key, nextAt: entry.nextAt }, { nextAt: nextTime(entry.cron) });
        if (affected === 1) await insertJob(manager, job);
        return affected === 1;
      });
      if (won) queued.push(job);
    }
    return queued;
  }
}
