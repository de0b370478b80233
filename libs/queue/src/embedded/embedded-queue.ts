import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { JobDefinition } from '../port/job-definition.js';
import { type AddOptions, type JobChange, type JobCounts, type JobFilter, JobQueue, type JobView } from '../port/job-queue.js';
import { nameAndNode, storedName } from '../port/node-name.js';
import type { HandledJob } from '../run/handlers.js';
import { backoffDelay, JobRun, type RunEnd } from '../run/job-run.js';
import { type JobOutcome, JobStore } from './job-store.js';
import { ownerName } from './owner.js';
import { QueueJobRow } from './queue.entities.js';
import { ScheduleStore } from './schedule-store.js';
import { viewOf } from './view.js';

export interface EmbeddedOptions {
  /** Most jobs at a time over all names. */
  readonly concurrency: number;
  readonly pollMs: number;
  readonly leaseMs: number;
  readonly retentionMs: number;
}

/** Longest time the stop waits for aborted jobs to hand themselves back. */
const DRAIN_MS = 8000;

/** Jobs as rows of our own database: they survive a crash, and several instances may share them. */
export class EmbeddedQueue extends JobQueue {
  readonly #logger = new Logger('queue');
  readonly #store: JobStore;
  readonly #schedules: ScheduleStore;
  readonly #running = new Map<string, { run: JobRun; name: string; done: Promise<void> }>();
  readonly #listeners = new Set<(job: JobChange) => void>();
  readonly #concurrency = new Map<string, number>();
  readonly #nodes = new Set<string>();
  #jobs: ReadonlyMap<string, HandledJob> = new Map();
  #timers: NodeJS.Timeout[] = [];
  #polling: Promise<void> | undefined;
  #pollAgain = false;
  #stopped = true;

  constructor(
    source: DataSource,
    private readonly options: EmbeddedOptions,
  ) {
    super();
    this.#store = new JobStore(source, ownerName(), options.leaseMs);
    this.#schedules = new ScheduleStore(source);
  }

  /** Starts working; jobs that a dead process left are taken up first. */
  async start(jobs: ReadonlyMap<string, HandledJob>): Promise<void> {
    this.#jobs = jobs;
    this.#stopped = false;
    await this.#store.recover();
    this.#every(this.options.pollMs, () => this.#poll());
    this.#every(Math.min(1000, this.options.leaseMs / 3), () => this.#beat());
    this.#every(Math.max(1000, this.options.leaseMs / 2), async () => {
      if ((await this.#store.recover()) > 0) await this.#poll();
    });
    this.#every(Math.min(60_000, Math.max(500, this.options.retentionMs)), () => this.#store.expire(new Date(Date.now() - this.options.retentionMs)));
    this.#wake();
  }

  /** Takes no more jobs and aborts the running ones; those go back to be run again. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    await this.#polling;
    for (const { run } of this.#running.values()) run.stop('shutdown');
    const all = Promise.all([...this.#running.values()].map(({ done }) => done));
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([all, new Promise((resolve) => (timer = setTimeout(resolve, DRAIN_MS)))]);
    clearTimeout(timer);
  }

  async add<Payload>(definition: JobDefinition<string, Payload>, payload: Payload, { id = randomUUID(), delay = 0, priority = 0, node }: AddOptions = {}): Promise<string> {
    const row = newRow({ name: storedName(definition, node), attempts: definition.attempts }, definition.payload.parse(payload), { id, delay, priority });
    await this.#store.insert(row);
    this.#announce({ id, name: definition.name, state: delay > 0 ? 'delayed' : 'waiting', progress: null });
    if (delay === 0) this.#wake();
    else if (!this.#stopped) this.#timers.push(setTimeout(() => this.#wake(), delay).unref());
    return id;
  }

  join(node: string): Promise<void> {
    this.#nodes.add(node);
    this.#wake();
    return Promise.resolve();
  }

  leave(node: string): Promise<void> {
    this.#nodes.delete(node);
    return Promise.resolve();
  }

  async cancel(id: string): Promise<boolean> {
    const outcome = await this.#store.cancel(id);
    this.#running.get(id)?.run.stop('cancelled');
    if (outcome === 'cancelled') await this.#announceStored(id);
    return outcome !== 'no';
  }

  async retry(id: string): Promise<boolean> {
    const done = await this.#store.retry(id);
    if (done) {
      await this.#announceStored(id);
      this.#wake();
    }
    return done;
  }

  async get(id: string): Promise<JobView | undefined> {
    const row = await this.#store.get(id);
    return row === null ? undefined : viewOf(row);
  }

  async list(filter: JobFilter = {}): Promise<readonly JobView[]> {
    return (await this.#store.list(filter)).map(viewOf);
  }

  counts(name?: string): Promise<JobCounts> {
    return this.#store.counts(name);
  }

  pause(name: string): Promise<void> {
    return this.#store.setPaused(name, true);
  }

  async resume(name: string): Promise<void> {
    await this.#store.setPaused(name, false);
    this.#wake();
  }

  async isPaused(name: string): Promise<boolean> {
    return (await this.#store.pausedNames()).has(name);
  }

  setConcurrency(name: string, concurrency: number): Promise<void> {
    this.#concurrency.set(name, Math.max(1, Math.trunc(concurrency)));
    this.#wake();
    return Promise.resolve();
  }

  async schedule<Payload>(key: string, cron: string, definition: JobDefinition<string, Payload>, payload: Payload): Promise<void> {
    await this.#schedules.put(key, cron, definition.name, definition.payload.parse(payload));
  }

  unschedule(key: string): Promise<void> {
    return this.#schedules.remove(key);
  }

  clean(name?: string): Promise<number> {
    return this.#store.clean(name);
  }

  onChange(listener: (job: JobChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #every(ms: number, work: () => Promise<void>): void {
    this.#timers.push(
      setInterval(() => {
        // The database may be away for a while; the next round tries again.
        work().catch((error: unknown) => this.#logger.warn({ err: error }, 'the queue could not reach its tables'));
      }, ms).unref(),
    );
  }

  #wake(): void {
    this.#poll().catch((error: unknown) => this.#logger.warn({ err: error }, 'the queue could not reach its tables'));
  }

  /** Looks for due work; calls that come meanwhile lead to one more look, not to a second one beside it. */
  async #poll(): Promise<void> {
    if (this.#stopped) return;
    this.#pollAgain = true;
    this.#polling ??= this.#pollRounds().finally(() => (this.#polling = undefined));
    await this.#polling;
  }

  async #pollRounds(): Promise<void> {
    while (this.#pollAgain && !this.#stopped) {
      this.#pollAgain = false;
      await this.#queueDueSchedules();
      const due = await this.#store.dueNames();
      const paused = due.size === 0 ? due : await this.#store.pausedNames();
      for (const stored of due) {
        const { name, node } = nameAndNode(stored);
        const job = this.#jobs.get(name);
        if (job === undefined || (node !== null && !this.#nodes.has(node))) continue;
        const free = Math.min(this.#freeFor(name, job.definition), this.options.concurrency - this.#running.size);
        if (free <= 0 || paused.has(name) || this.#stopped) continue;
        for (const row of await this.#store.claim(stored, free)) this.#begin(row, job);
      }
    }
  }

  #freeFor(name: string, definition: JobDefinition): number {
    let busy = 0;
    for (const running of this.#running.values()) if (running.name === name) busy += 1;
    return (this.#concurrency.get(name) ?? definition.concurrency) - busy;
  }

  async #queueDueSchedules(): Promise<void> {
    const queued = await this.#schedules.queueDue(({ key, name, payload, nextAt }) => {
      const definition = this.#jobs.get(name)?.definition;
      return definition === undefined ? undefined : newRow(definition, payload, { id: `${key}@${nextAt}`, delay: 0, priority: 0 });
    });
    for (const { id, name } of queued) this.#announce({ id, name, state: 'waiting', progress: null });
  }

  async #beat(): Promise<void> {
    const { cancelled, lost } = await this.#store.heartbeat([...this.#running.keys()]);
    for (const id of cancelled) this.#running.get(id)?.run.stop('cancelled');
    // This process was silent for longer than its lease, and another has the job now: two must not work on it.
    for (const id of lost) this.#running.get(id)?.run.stop('shutdown');
  }

  #begin(row: QueueJobRow, { definition, handler }: HandledJob): void {
    const { name } = definition;
    const run = new JobRun({
      id: row.id, attempt: row.attempts, definition, payload: row.payload, log: row.log,
      onProgress: (progress, log) => {
        this.#announce({ id: row.id, name, state: 'active', progress });
        this.#store.saveProgress(row.id, progress, log).catch((error: unknown) => this.#logger.warn({ err: error, job: row.id }, 'progress was not stored'));
      },
    });
    this.#announce({ id: row.id, name, state: 'active', progress: null });
    const done = run.execute(handler).then((end) => this.#finish(row, run, definition, end));
    this.#running.set(row.id, { run, name, done });
  }

  /** Stores how the attempt ended. With the database away it tries until it is back: losing the outcome would run the job twice. */
  async #finish(row: QueueJobRow, run: JobRun, definition: JobDefinition, end: RunEnd): Promise<void> {
    const outcome = outcomeOf(row, definition, end);
    for (let wait = 250; ; wait = Math.min(wait * 2, 5000)) {
      try {
        await this.#store.release(row.id, outcome, run.progress, run.log);
        break;
      } catch (error) {
        this.#logger.warn({ err: error, job: row.id }, 'the outcome of a job was not stored yet');
        if (this.#stopped) break;
        await new Promise((resolve) => setTimeout(resolve, wait).unref());
      }
    }
    this.#running.delete(row.id);
    this.#announce({ id: row.id, name: definition.name, state: outcome.state ?? 'failed', progress: run.progress, seconds: run.seconds });
    if (outcome.state === 'waiting' && outcome.runAt !== undefined && !this.#stopped) this.#timers.push(setTimeout(() => this.#wake(), Math.max(0, outcome.runAt.getTime() - Date.now())).unref());
    else this.#wake();
  }

  async #announceStored(id: string): Promise<void> {
    const job = await this.get(id);
    if (job !== undefined) this.#announce({ id, name: job.name, state: job.state, progress: job.progress });
  }

  #announce(change: JobChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

function newRow({ name, attempts }: Pick<JobDefinition, 'name' | 'attempts'>, payload: unknown, { id, delay, priority }: Required<Omit<AddOptions, 'node'>>): QueueJobRow {
  const now = Date.now();
  return Object.assign(new QueueJobRow(), {
    id, name, state: 'waiting' as const, priority, payload, progress: null, result: null, failure: null, log: [],
    attempts: 0, maxAttempts: attempts, crashes: 0, runAt: new Date(now + delay), createdAt: new Date(now), startedAt: null, finishedAt: null, owner: null, leaseUntil: null, cancelRequested: false,
  });
}

function outcomeOf(row: QueueJobRow, definition: JobDefinition, end: RunEnd): JobOutcome {
  const now = new Date();
  switch (end.kind) {
    case 'completed':
      return { state: 'completed', result: end.result, failure: null, finishedAt: now };
    case 'aborted':
      // A stop of the instance is no fault of the job: the attempt does not count.
      return end.why === 'shutdown' ? { state: 'waiting', attempts: row.attempts - 1, runAt: now } : { state: 'cancelled', finishedAt: now };
    case 'failed':
      if (!end.final && row.attempts < row.maxAttempts) return { state: 'waiting', failure: end.message, runAt: new Date(now.getTime() + backoffDelay(definition, row.attempts)) };
      return { state: 'failed', failure: end.message, finishedAt: now };
  }
}
