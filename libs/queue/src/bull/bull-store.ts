import type { Queue } from 'bull';
import type { Redis } from 'ioredis';
import type { JobCounts, JobFilter, JobState, JobView } from '../port/job-queue.js';
import { nameAndNode } from '../port/node-name.js';
import { type BullData, type BullJob, cancelledReason, stateOf, viewOf } from './view.js';

export type BullQueueOf = Queue<BullData>;

/** Lines of a job's own log that are kept, the newest. */
const keptLines = 500;
/** Jobs of one state that a list looks at in each queue. */
const mostListed = 1000;

/**
 * Takes a job that has not started out of wherever it waits and files it among the failed, in one step.
 * Bull has no such move, and doing it in several would let a worker take the job in between.
 */
const cancelScript = `
local id = ARGV[1]
local found = redis.call('LREM', KEYS[1], 0, id) + redis.call('LREM', KEYS[2], 0, id) + redis.call('ZREM', KEYS[3], id)
if found == 0 then return 0 end
redis.call('ZREM', KEYS[4], id)
redis.call('ZADD', KEYS[5], ARGV[2], id)
redis.call('ZADD', KEYS[6], ARGV[2], id)
redis.call('HSET', KEYS[7], 'failedReason', ARGV[3], 'finishedOn', ARGV[2])
return 1`;

const bullTypes: Readonly<Record<JobState, readonly ('waiting' | 'paused' | 'delayed' | 'active' | 'completed' | 'failed')[]>> = {
  waiting: ['waiting', 'paused'], delayed: ['delayed'], active: ['active'], completed: ['completed'], failed: ['failed'], cancelled: ['failed'],
};
const allStates = Object.keys(bullTypes) as JobState[];

/** What the port asks of Redis, over all queues: each job name is a queue of its own. */
export class BullStore {
  constructor(
    private readonly queues: ReadonlyMap<string, BullQueueOf>,
    private readonly redis: Redis,
  ) {}

  /** Finds a job by its id alone. */
  async find(id: string): Promise<{ queue: BullQueueOf; job: BullJob } | undefined> {
    const all = [...this.queues.values()];
    if (all.length === 0) return undefined;
    const pipeline = this.redis.pipeline();
    for (const queue of all) pipeline.exists(queue.toKey(id));
    const answers = (await pipeline.exec()) ?? [];
    const queue = all[answers.findIndex(([, exists]) => exists === 1)];
    const job = await queue?.getJob(id);
    return queue === undefined || job == null ? undefined : { queue, job };
  }

  async state(job: BullJob): Promise<JobState> {
    return stateOf(job, await job.getState());
  }

  async view(queue: BullQueueOf, job: BullJob, state: JobState): Promise<JobView> {
    // The job was read before its state: one that has finished in between is read again, with its result.
    const stale = job.finishedOn == null && ['completed', 'failed', 'cancelled'].includes(state);
    const current = stale ? ((await queue.getJob(job.id)) ?? job) : job;
    const { logs } = await queue.getJobLogs(job.id);
    return viewOf(current, queue.name, state, logs);
  }

  /** Makes room for a new job with the id of a finished one. */
  async forgetFinished(queue: BullQueueOf, id: string): Promise<void> {
    const job = await queue.getJob(id);
    if (job == null || !['completed', 'failed'].includes(await job.getState())) return;
    await this.#forget(queue, job);
  }

  async cancelWaiting(queue: BullQueueOf, id: string): Promise<boolean> {
    const keys = ['wait', 'paused', 'delayed', 'priority', 'failed', 'cancelled', id].map((name) => queue.toKey(name));
    return (await this.redis.eval(cancelScript, keys.length, ...keys, id, Date.now(), cancelledReason)) === 1;
  }

  /** Notes that a job, which Bull has among the failed, was cancelled. */
  async noteCancelled(queue: BullQueueOf, id: string): Promise<void> {
    await this.redis.zadd(queue.toKey('cancelled'), Date.now(), id);
  }

  async retry(queue: BullQueueOf, job: BullJob): Promise<boolean> {
    const key = queue.toKey(String(job.id));
    await this.redis.hset(key, 'attemptsMade', 0);
    await this.redis.hdel(key, 'progress', 'returnvalue', 'stacktrace');
    try {
      await job.retry();
    } catch {
      // It left the failed in the meantime: somebody else was faster.
      return false;
    }
    await this.redis.hdel(key, 'failedReason');
    await this.redis.zrem(queue.toKey('cancelled'), String(job.id));
    return true;
  }

  async addLog(queue: BullQueueOf, id: string, lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    const key = `${queue.toKey(id)}:logs`;
    await this.redis.multi().rpush(key, ...lines).ltrim(key, -keptLines, -1).exec();
  }

  async list({ names, states = allStates, limit = 100, offset = 0 }: JobFilter): Promise<readonly JobView[]> {
    const found: { queue: BullQueueOf; job: BullJob; state: JobState }[] = [];
    for (const queue of this.#named(names)) {
      const types = new Set(states.flatMap((state) => bullTypes[state]));
      for (const type of types) {
        // Jobs of a list may be gone by the time they are read.
        const jobs = (await queue.getJobs([type], 0, Math.min(mostListed, limit + offset) - 1, false)).filter((job) => job != null);
        for (const job of jobs) {
          const state = stateOf(job, type);
          if (states.includes(state)) found.push({ queue, job, state });
        }
      }
    }
    found.sort((a, b) => b.job.timestamp - a.job.timestamp || (String(a.job.id) < String(b.job.id) ? 1 : -1));
    return Promise.all(found.slice(offset, offset + limit).map(async ({ queue, job, state }) => this.view(queue, job, state)));
  }

  async counts(name: string | undefined): Promise<JobCounts> {
    const total: Record<JobState, number> = { waiting: 0, delayed: 0, active: 0, completed: 0, failed: 0, cancelled: 0 };
    for (const queue of this.#named(name === undefined ? undefined : [name])) {
      const [counts, paused, cancelled] = await Promise.all([queue.getJobCounts(), queue.getPausedCount(), this.redis.zcard(queue.toKey('cancelled'))]);
      total.waiting += counts.waiting + paused;
      total.delayed += counts.delayed;
      total.active += counts.active;
      total.completed += counts.completed;
      total.failed += counts.failed - cancelled;
      total.cancelled += cancelled;
    }
    return total;
  }

  async clean(name: string | undefined): Promise<number> {
    let removed = 0;
    for (const queue of this.#named(name === undefined ? undefined : [name])) {
      for (const type of ['completed', 'failed'] as const) removed += (await queue.clean(0, type)).length;
      await this.redis.del(queue.toKey('cancelled'));
    }
    return removed;
  }

  /** Drops what completed or was cancelled long ago; failed jobs stay for a person to look at. */
  async expire(ageMs: number): Promise<void> {
    for (const queue of this.queues.values()) {
      await queue.clean(ageMs, 'completed');
      const old = await this.redis.zrangebyscore(queue.toKey('cancelled'), '-inf', Date.now() - ageMs);
      for (const id of old) {
        const job = await queue.getJob(id);
        if (job == null) await this.redis.zrem(queue.toKey('cancelled'), id);
        else await this.#forget(queue, job);
      }
    }
  }

  async #forget(queue: BullQueueOf, job: BullJob): Promise<void> {
    await job.remove();
    await this.redis.zrem(queue.toKey('cancelled'), String(job.id));
  }

  #named(names: readonly string[] | undefined): BullQueueOf[] {
    return [...this.queues.values()].filter(({ name }) => names === undefined || names.includes(nameAndNode(name).name));
  }
}
