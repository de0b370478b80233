import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { nextTime } from '../embedded/schedule-store.js';
import type { JobDefinition } from '../port/job-definition.js';
import { type AddOptions, type JobChange, type JobCounts, type JobFilter, JobQueue, type JobView } from '../port/job-queue.js';
import { nameAndNode, storedName } from '../port/node-name.js';
import type { HandledJob } from '../run/handlers.js';
import { type BullQueueOf, BullStore } from './bull-store.js';
import { BullWorker } from './bull-worker.js';
import type { BullConnections } from './connections.js';

/** How the queues on Redis behave. */
export interface BullOptions {
  readonly leaseMs: number;
  readonly retentionMs: number;
  /** Names the channel on which instances tell each other what to cancel. */
  readonly channel: string;
}

/** Bull's 1 is the most urgent; our higher numbers are. */
const urgency = (priority: number): number => Math.max(1, 1_000_000 - Math.trunc(priority));

/** Jobs in Redis, one queue of Bull for each job name. */
export class BullJobQueue extends JobQueue {
  readonly #logger = new Logger('queue');
  readonly #store: BullStore;
  readonly #redis: Redis;
  readonly #workers = new Map<string, BullWorker>();
  readonly #listeners = new Set<(job: JobChange) => void>();
  readonly #queues: Map<string, BullQueueOf>;
  readonly #nodes = new Set<string>();
  #jobs: ReadonlyMap<string, HandledJob> = new Map();
  #expiry: NodeJS.Timeout | undefined;

  /**
   * @param queues by job name
   * @param make makes a further queue, for the jobs of one node
   */
  constructor(
    queues: ReadonlyMap<string, BullQueueOf>,
    private readonly make: (name: string) => BullQueueOf,
    private readonly connections: BullConnections,
    private readonly options: BullOptions,
  ) {
    super();
    this.#queues = new Map(queues);
    this.#redis = connections.createClient('client');
    this.#store = new BullStore(this.#queues, this.#redis);
  }

  /** Starts working. */
  async start(jobs: ReadonlyMap<string, HandledJob>): Promise<void> {
    const cancels = this.connections.make();
    cancels.on('message', (_channel: string, id: string) => {
      for (const worker of this.#workers.values()) worker.cancel(id);
    });
    await cancels.subscribe(this.options.channel);
    this.#jobs = jobs;
    for (const [name, job] of jobs) if (!job.definition.perNode) await this.#work(name, job);
    for (const node of this.#nodes) await this.#workFor(node);
    this.#expiry = setInterval(() => {
      this.#store.expire(this.options.retentionMs).catch((error: unknown) => this.#logger.warn({ err: error }, 'old jobs were not removed'));
    }, Math.min(60_000, Math.max(500, this.options.retentionMs))).unref();
  }

  /** Takes no more jobs, hands back the running ones and closes the connections. */
  async stop(): Promise<void> {
    clearInterval(this.#expiry);
    await Promise.all([...this.#workers.values()].map(async (worker) => worker.stop()));
    this.#workers.clear();
    await Promise.all([...this.#queues.values()].map(async (queue) => queue.close(true)));
    this.connections.close();
  }

  async add<Payload>(definition: JobDefinition<string, Payload>, payload: Payload, { id = randomUUID(), delay = 0, priority = 0, node }: AddOptions = {}): Promise<string> {
    const queue = this.#queue(storedName(definition, node));
    const data = { payload: definition.payload.parse(payload) as unknown };
    await this.#store.forgetFinished(queue, id);
    await queue.add(data, { jobId: id, delay, priority: urgency(priority), ...this.#jobOptions(definition) });
    this.#announce({ id, name: definition.name, state: delay > 0 ? 'delayed' : 'waiting', progress: null });
    return id;
  }

  async join(node: string): Promise<void> {
    this.#nodes.add(node);
    await this.#workFor(node);
  }

  async leave(node: string): Promise<void> {
    this.#nodes.delete(node);
    for (const [stored, worker] of this.#workers) {
      if (nameAndNode(stored).node !== node) continue;
      this.#workers.delete(stored);
      await worker.stop('idle');
    }
  }

  async cancel(id: string): Promise<boolean> {
    const found = await this.#store.find(id);
    if (found === undefined) return false;
    if (await this.#store.cancelWaiting(found.queue, id)) {
      this.#announce({ id, name: nameAndNode(found.queue.name).name, state: 'cancelled', progress: null });
      return true;
    }
    if ((await this.#store.state(found.job)) !== 'active') return false;
    await this.#redis.publish(this.options.channel, id);
    return true;
  }

  async retry(id: string): Promise<boolean> {
    const found = await this.#store.find(id);
    if (found === undefined || !['failed', 'cancelled'].includes(await this.#store.state(found.job))) return false;
    const done = await this.#store.retry(found.queue, found.job);
    if (done) this.#announce({ id, name: nameAndNode(found.queue.name).name, state: 'waiting', progress: null });
    return done;
  }

  async get(id: string): Promise<JobView | undefined> {
    const found = await this.#store.find(id);
    return found === undefined ? undefined : this.#store.view(found.queue, found.job, await this.#store.state(found.job));
  }

  async list(filter: JobFilter = {}): Promise<readonly JobView[]> {
    return this.#store.list(filter);
  }

  async counts(name?: string): Promise<JobCounts> {
    return this.#store.counts(name);
  }

  async pause(name: string): Promise<void> {
    for (const queue of this.#all(name)) await queue.pause();
  }

  async resume(name: string): Promise<void> {
    for (const queue of this.#all(name)) await queue.resume();
  }

  async isPaused(name: string): Promise<boolean> {
    return this.#queue(name).isPaused();
  }

  async setConcurrency(name: string, concurrency: number): Promise<void> {
    for (const queue of this.#all(name)) this.#workers.get(queue.name)?.setLimit(Math.max(1, Math.trunc(concurrency)));
    return Promise.resolve();
  }

  async schedule<Payload>(key: string, cron: string, definition: JobDefinition<string, Payload>, payload: Payload): Promise<void> {
    nextTime(cron);
    const data = { payload: definition.payload.parse(payload) as unknown };
    const queue = this.#queue(definition.name);
    for (const [other, entry] of await this.#scheduled(key)) {
      if (other === queue && entry.cron === cron) return;
      await other.removeRepeatableByKey(entry.key);
    }
    await queue.add(data, { jobId: key, repeat: { cron }, priority: urgency(0), ...this.#jobOptions(definition) });
  }

  async unschedule(key: string): Promise<void> {
    for (const [queue, entry] of await this.#scheduled(key)) await queue.removeRepeatableByKey(entry.key);
  }

  async clean(name?: string): Promise<number> {
    return this.#store.clean(name);
  }

  onChange(listener: (job: JobChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #scheduled(key: string): Promise<[BullQueueOf, { key: string; cron: string }][]> {
    const found: [BullQueueOf, { key: string; cron: string }][] = [];
    for (const queue of this.#queues.values()) {
      for (const entry of await queue.getRepeatableJobs()) if (entry.id === key) found.push([queue, entry]);
    }
    return found;
  }

  /** @param stored a job's name, with its node if it has one */
  #queue(stored: string): BullQueueOf {
    const { name, node } = nameAndNode(stored);
    if (!this.#queues.has(name)) throw new Error(`job ${name} is not declared by any module that is on`);
    const queue = this.#queues.get(stored) ?? this.make(stored);
    if (node !== null) this.#queues.set(stored, queue);
    return queue;
  }

  /** The queue of a job, and those of its nodes that are known here. */
  #all(name: string): BullQueueOf[] {
    this.#queue(name);
    return [...this.#queues.values()].filter((queue) => nameAndNode(queue.name).name === name);
  }

  async #workFor(node: string): Promise<void> {
    for (const job of this.#jobs.values()) if (job.definition.perNode) await this.#work(storedName(job.definition, node), job);
  }

  async #work(stored: string, job: HandledJob): Promise<void> {
    if (this.#workers.has(stored)) return;
    const worker = new BullWorker(this.#queue(stored), this.#store, job, this.options.leaseMs, (change) => this.#announce(change));
    this.#workers.set(stored, worker);
    await worker.start();
  }

  #jobOptions({ attempts, backoff }: Pick<JobDefinition, 'attempts' | 'backoff'>): object {
    return { attempts, backoff: { type: 'rumpus', options: backoff }, removeOnComplete: { age: Math.ceil(this.options.retentionMs / 1000) }, removeOnFail: false };
  }

  #announce(change: JobChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
