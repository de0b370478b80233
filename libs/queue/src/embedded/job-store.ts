import { transaction, upsertRows } from '@rumpus/persistence';
import { type DataSource, type EntityManager, Equal, In, LessThan, LessThanOrEqual, Like, Or, type Repository } from 'typeorm';
import type { JobProgress } from '../port/job-context.js';
import type { JobFilter, JobState } from '../port/job-queue.js';
import { isGone } from './owner.js';
import { QueueJobRow, QueuePauseRow } from './queue.entities.js';

/** A job that keeps killing its process is given up after so many times. */
const MAX_CRASHES = 3;

/** What an attempt leaves behind. */
export type JobOutcome = Partial<Pick<QueueJobRow, 'state' | 'result' | 'failure' | 'runAt' | 'finishedAt' | 'attempts'>>;

/** The embedded queue's statements. Every change of state is a compare-and-set, so that instances can share the tables. */
export class JobStore {
  readonly #jobs: Repository<QueueJobRow>;
  readonly #pauses: Repository<QueuePauseRow>;

  constructor(
    private readonly source: DataSource,
    private readonly owner: string,
    private readonly leaseMs: number,
  ) {
    this.#jobs = source.getRepository(QueueJobRow);
    this.#pauses = source.getRepository(QueuePauseRow);
  }

  get(id: string): Promise<QueueJobRow | null> {
    return this.#jobs.findOneBy({ id });
  }

  /** Inserts; a finished job with the same id makes room, an unfinished one stays and wins. */
  async insert(row: QueueJobRow): Promise<void> {
    await transaction(this.source, async (manager) => insertJob(manager, row));
  }

  /** Names that have work to do now. */
  async dueNames(): Promise<ReadonlySet<string>> {
    const query = this.#jobs.createQueryBuilder('job').select('job.name', 'name').distinct(true).where("job.state = 'waiting' AND job.runAt <= :now", { now: Date.now() });
    return new Set((await query.getRawMany<{ name: string }>()).map(({ name }) => name));
  }

  /** Takes up to `limit` due jobs of a name for this process. */
  async claim(name: string, limit: number): Promise<QueueJobRow[]> {
    const now = new Date();
    const due = await this.#jobs.find({ where: { name, state: 'waiting', runAt: LessThanOrEqual(now) }, order: { priority: 'DESC', runAt: 'ASC', createdAt: 'ASC', id: 'ASC' }, take: limit });
    const claimed: QueueJobRow[] = [];
    for (const row of due) {
      const taken = { state: 'active' as const, owner: this.owner, leaseUntil: this.#lease(), startedAt: now, attempts: row.attempts + 1, cancelRequested: false };
      const result = await this.#jobs.update({ id: row.id, state: 'waiting' }, taken);
      if (result.affected === 1) claimed.push(Object.assign(row, taken));
    }
    return claimed;
  }

  /** Extends the lease of what runs here. Gives the ids that somebody wants cancelled, and those that another process has taken over. */
  async heartbeat(ids: readonly string[]): Promise<{ cancelled: string[]; lost: string[] }> {
    if (ids.length === 0) return { cancelled: [], lost: [] };
    await this.#jobs.update({ id: In([...ids]), owner: this.owner }, { leaseUntil: this.#lease() });
    const rows = await this.#jobs.find({ select: { id: true, cancelRequested: true }, where: { id: In([...ids]), owner: this.owner } });
    const mine = new Set(rows.map(({ id }) => id));
    return { cancelled: rows.filter(({ cancelRequested }) => cancelRequested).map(({ id }) => id), lost: ids.filter((id) => !mine.has(id)) };
  }

  async saveProgress(id: string, progress: JobProgress | null, log: readonly string[]): Promise<void> {
    await this.#jobs.update({ id, owner: this.owner }, { progress, log: [...log] } as never);
  }

  /** Ends this process's hold on the job. */
  async release(id: string, outcome: JobOutcome, progress: JobProgress | null, log: readonly string[]): Promise<void> {
    await this.#jobs.update({ id, owner: this.owner }, { ...outcome, progress, log: [...log], owner: null, leaseUntil: null } as never);
  }

  /** Puts jobs of dead processes back; one that has killed several is failed. */
  async recover(): Promise<number> {
    const active = await this.#jobs.find({ select: { id: true, owner: true, leaseUntil: true, crashes: true, attempts: true }, where: { state: 'active' } });
    const orphans = active.filter(({ owner, leaseUntil }) => owner === null || isGone(owner) || (leaseUntil !== null && leaseUntil.getTime() < Date.now()));
    for (const { id, owner, crashes, attempts } of orphans) {
      const back = { owner: null, leaseUntil: null, crashes: crashes + 1 };
      const change = crashes + 1 >= MAX_CRASHES ? { ...back, state: 'failed' as const, failure: `the process died ${MAX_CRASHES} times while it ran this`, finishedAt: new Date() } : { ...back, state: 'waiting' as const, attempts: attempts - 1 };
      await this.#jobs.update({ id, state: 'active', ...(owner === null ? {} : { owner }) }, change);
    }
    return orphans.length;
  }

  /** Marks a waiting job cancelled, or asks the owner of a running one to stop it. */
  async cancel(id: string): Promise<'cancelled' | 'requested' | 'no'> {
    const waiting = await this.#jobs.update({ id, state: 'waiting' }, { state: 'cancelled', finishedAt: new Date() });
    if (waiting.affected === 1) return 'cancelled';
    const running = await this.#jobs.update({ id, state: 'active' }, { cancelRequested: true });
    return running.affected === 1 ? 'requested' : 'no';
  }

  async retry(id: string): Promise<boolean> {
    const again = { state: 'waiting' as const, attempts: 0, crashes: 0, failure: null, result: null, progress: null, runAt: new Date(), finishedAt: null, startedAt: null };
    const result = await this.#jobs.update({ id, state: In(['failed', 'cancelled']) }, again as never);
    return result.affected === 1;
  }

  async list({ names, states, limit = 100, offset = 0 }: JobFilter): Promise<QueueJobRow[]> {
    const query = this.#jobs.createQueryBuilder('job').orderBy('job.createdAt', 'DESC').addOrderBy('job.id', 'DESC').take(limit).skip(offset);
    if (names !== undefined) {
      const conditions = names.map((_, index) => `job.name = :name${index} OR job.name LIKE :nodes${index}`);
      const values = Object.fromEntries(names.flatMap((name, index) => [[`name${index}`, name], [`nodes${index}`, `${name}@%`]]));
      query.andWhere(`(${['1 = 0', ...conditions].join(' OR ')})`, values);
    }
    if (states !== undefined) query.andWhere(`(${['1 = 0', ...states.map((state) => condition(state))].join(' OR ')})`, { now: Date.now() });
    return query.getMany();
  }

  async counts(name: string | undefined): Promise<Record<JobState, number>> {
    const counts: Record<JobState, number> = { waiting: 0, delayed: 0, active: 0, completed: 0, failed: 0, cancelled: 0 };
    const query = this.#jobs.createQueryBuilder('job').select('job.state', 'state').addSelect('CASE WHEN job.runAt > :now THEN 1 ELSE 0 END', 'later').addSelect('COUNT(*)', 'total').setParameter('now', Date.now()).groupBy('state').addGroupBy('later');
    if (name !== undefined) query.where('(job.name = :name OR job.name LIKE :nodes)', { name, nodes: `${name}@%` });
    for (const row of await query.getRawMany<{ state: JobState; later: number | string; total: number | string }>()) {
      const state = row.state === 'waiting' && Number(row.later) === 1 ? 'delayed' : row.state;
      counts[state] += Number(row.total);
    }
    return counts;
  }

  async clean(name: string | undefined): Promise<number> {
    const state = In(['completed', 'failed', 'cancelled']);
    const result = await this.#jobs.delete(name === undefined ? { state } : { state, name: Or(Equal(name), Like(`${name}@%`)) });
    return result.affected ?? 0;
  }

  /** Drops what finished long ago; failed jobs stay for a person to look at. */
  async expire(before: Date): Promise<void> {
    await this.#jobs.delete({ state: In(['completed', 'cancelled']), finishedAt: LessThan(before) });
  }

  async pausedNames(): Promise<ReadonlySet<string>> {
    return new Set((await this.#pauses.find()).map(({ name }) => name));
  }

  async setPaused(name: string, paused: boolean): Promise<void> {
    if (paused) await this.#pauses.save({ name });
    else await this.#pauses.delete({ name });
  }

  #lease(): Date {
    return new Date(Date.now() + this.leaseMs);
  }
}

/** Inserts within a transaction, see {@link JobStore.insert}. */
export async function insertJob(manager: EntityManager, row: QueueJobRow): Promise<void> {
  await manager.delete(QueueJobRow, { id: row.id, state: In(['completed', 'failed', 'cancelled']) });
  await upsertRows(manager, QueueJobRow, [row], { key: ['id'], update: [] });
}

function condition(state: JobState): string {
  if (state === 'waiting') return "job.state = 'waiting' AND job.runAt <= :now";
  if (state === 'delayed') return "job.state = 'waiting' AND job.runAt > :now";
  return `job.state = '${state}'`;
}
