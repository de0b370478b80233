import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { pingDatabase, poolStats, queryCounter } from '@rumpus/persistence';
import { JOB_DEFINITIONS, type JobDefinition, JobQueue } from '@rumpus/queue';
import { Redis } from 'ioredis';
import { Counter, Histogram } from 'prom-client';
import { DataSource } from 'typeorm';
import { checkWritable } from './writable.js';
import { Metrics } from './metrics.js';
import { ReadinessRegistry } from './readiness.js';

/** Watches what every module stands on: the database, Redis when there is one, the data folder, the queue. */
@Injectable()
export class Dependencies implements OnModuleInit, OnModuleDestroy {
  #redis: Redis | undefined;

  constructor(
    private readonly readiness: ReadinessRegistry,
    private readonly metrics: Metrics,
    private readonly database: DataSource,
    private readonly queue: JobQueue,
    @Inject(JOB_DEFINITIONS) private readonly jobs: readonly JobDefinition[],
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.readiness.register('database', () => pingDatabase(this.database));
    this.readiness.register('data_dir', () => checkWritable(this.config.server.dataDir));
    const { url } = this.config.redis;
    if (url !== undefined) this.#watchRedis(url);
    this.#measurePool();
    this.#countQueries();
    this.#measureQueue();
  }

  onModuleDestroy(): void {
    this.#redis?.disconnect();
  }

  #watchRedis(url: string): void {
    const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, connectTimeout: 2000, enableOfflineQueue: true });
    // Each failed attempt to reconnect is an event; the probe says it once, when it is asked.
    redis.on('error', () => undefined);
    this.#redis = redis;
    this.readiness.register('redis', async () => void (await redis.ping()));
  }

  #measurePool(): void {
    this.metrics.gauge('rumpus_database_connections', 'Connections of the pool by state.', ['state'], () => {
      const { open, idle, waiting, max } = poolStats(this.database);
      return Promise.resolve([
        { labels: { state: 'busy' }, value: open - idle },
        { labels: { state: 'idle' }, value: idle },
        { labels: { state: 'waiting' }, value: waiting },
        { labels: { state: 'max' }, value: max },
      ]);
    });
  }

  #countQueries(): void {
    const counter = new Counter({
      name: 'rumpus_database_queries_total',
      help: 'Statements sent to the database.',
      registers: [],
      collect() {
        this.reset();
        this.inc(queryCounter.total);
      },
    });
    this.metrics.registry.registerMetric(counter);
  }

  #measureQueue(): void {
    const durations = new Histogram({
      name: 'rumpus_queue_job_duration_seconds',
      help: 'Time of one attempt at a job, by kind and by what came of it.',
      labelNames: ['name', 'state'],
      buckets: [0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 1800, 7200],
      registers: [],
    });
    this.metrics.registry.registerMetric(durations);
    this.queue.onChange(({ name, state, seconds }) => {
      if (seconds !== undefined) durations.observe({ name, state }, seconds);
    });
    this.metrics.gauge('rumpus_queue_jobs', 'Jobs by kind and state.', ['name', 'state'], async () => {
      const all = await Promise.all(this.jobs.map(async ({ name }) => ({ name, counts: await this.queue.counts(name) })));
      return all.flatMap(({ name, counts }) => Object.entries(counts).map(([state, value]) => ({ labels: { name, state }, value })));
    });
  }
}
