import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { JobChange } from '../port/job-queue.js';
import type { HandledJob } from '../run/handlers.js';
import { JobRun, type RunEnd } from '../run/job-run.js';
import type { BullQueueOf, BullStore } from './bull-store.js';
import { type BullJob, cancelledReason } from './view.js';

interface Running {
  readonly run: JobRun;
  readonly done: Promise<void>;
}

/** What Bull has and its types leave out. */
type Movable = BullJob & { moveToDelayed(timestamp: number, ignoreLock?: boolean): Promise<unknown>; extendLock(ms: number): Promise<unknown> };

/**
 * Works on the jobs of one queue. Jobs are fetched one by one instead of by Bull's own loops, whose number is fixed
 * once they run: here the limit can change while jobs run.
 */
export class BullWorker {
  readonly #logger = new Logger('queue');
  readonly #running = new Map<string, Running>();
  #limit: number;
  #stopped = false;
  #freed: (() => void) | undefined;

  constructor(
    private readonly queue: BullQueueOf,
    private readonly store: BullStore,
    private readonly job: HandledJob,
    private readonly leaseMs: number,
    private readonly announce: (change: JobChange) => void,
  ) {
    this.#limit = job.definition.concurrency;
  }

  /** Starts fetching. */
  async start(): Promise<void> {
    // No loops of Bull's own, but its timers: they wake delayed jobs and take back those of dead processes.
    await this.queue.process(0, async () => undefined);
    void this.#fetch();
  }

  setLimit(limit: number): void {
    this.#limit = limit;
    this.#freed?.();
  }

  /** Aborts a job that runs here. */
  cancel(id: string): void {
    this.#running.get(id)?.run.stop('cancelled');
  }

  /** Fetches no more; `now` hands back what runs, `idle` lets it come to its end. */
  async stop(when: 'now' | 'idle' = 'now'): Promise<void> {
    this.#stopped = true;
    this.#freed?.();
    if (when === 'idle') return;
    for (const { run } of this.#running.values()) run.stop('shutdown');
    await Promise.all([...this.#running.values()].map(async ({ done }) => done));
  }

  async #fetch(): Promise<void> {
    while (!this.#stopped) {
      if (this.#running.size >= this.#limit) {
        await new Promise<void>((resolve) => (this.#freed = resolve));
        continue;
      }
      try {
        const job = (await this.queue.getNextJob()) as BullJob | null | undefined;
        if (job == null) continue;
        if (this.#stopped) await (job as Movable).moveToDelayed(Date.now());
        else this.#begin(job);
      } catch (error) {
        if (this.#stopped) return;
        this.#logger.warn({ err: error, queue: this.queue.name }, 'the queue could not fetch a job');
        await sleep(1000);
      }
    }
  }

  #begin(job: BullJob): void {
    const id = String(job.id);
    const { definition, handler } = this.job;
    let written = 0;
    const publish = async (progress: unknown, log: readonly string[]): Promise<void> => {
      const lines = log.slice(written);
      written = log.length;
      if (progress !== null) await job.progress(progress);
      await this.store.addLog(this.queue, id, lines);
    };
    const run = new JobRun({
      id, attempt: job.attemptsMade + 1, definition, payload: job.data.payload, log: [],
      onProgress: (progress, log) => {
        this.announce({ id, name: definition.name, state: 'active', progress });
        publish(progress, log).catch((error: unknown) => this.#logger.warn({ err: error, job: id }, 'progress was not stored'));
      },
    });
    this.announce({ id, name: definition.name, state: 'active', progress: null });
    const renew = setInterval(() => {
      (job as Movable).extendLock(this.leaseMs).catch((error: unknown) => this.#logger.warn({ err: error, job: id }, 'the lease of a job was not extended'));
    }, this.leaseMs / 3);
    const done = run.execute(handler).then(async (end) => {
      await this.#finish(job, run, end, async () => publish(run.progress, run.log));
      clearInterval(renew);
      this.#running.delete(id);
      this.#freed?.();
    });
    this.#running.set(id, { run, done });
  }

  async #finish(job: BullJob, run: JobRun, end: RunEnd, publish: () => Promise<void>): Promise<void> {
    try {
      await publish();
      await this.#store(job, end);
    } catch (error) {
      // The lease was lost: another instance has the job by now, and its outcome counts.
      this.#logger.warn({ err: error, job: run.id }, 'the outcome of a job was not stored');
      return;
    }
    const state = end.kind === 'completed' ? 'completed' : await this.store.state(job);
    this.announce({ id: run.id, name: this.job.definition.name, state, progress: run.progress, seconds: run.seconds });
  }

  async #store(job: BullJob, end: RunEnd): Promise<void> {
    switch (end.kind) {
      case 'completed':
        await job.moveToCompleted(end.result as never, false, true);
        break;
      case 'failed':
        if (end.final) await job.discard();
        await job.moveToFailed({ message: end.message });
        break;
      case 'aborted':
        if (end.why === 'shutdown') {
          await (job as Movable).moveToDelayed(Date.now());
          break;
        }
        await job.discard();
        await job.moveToFailed({ message: cancelledReason });
        await this.store.noteCancelled(this.queue, String(job.id));
    }
  }
}
