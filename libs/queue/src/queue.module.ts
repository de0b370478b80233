import { type BeforeApplicationShutdown, type DynamicModule, Inject, Injectable, Module, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import type { Config } from '@rumpus/config';
import { DataSource } from 'typeorm';
import { EmbeddedQueue } from './embedded/embedded-queue.js';
import type { JobDefinition } from './port/job-definition.js';
import { JOB_HANDLER } from './port/job-handler.js';
import { JobQueue } from './port/job-queue.js';
import type { QueueAdapter } from './queue-adapter.js';
import { type BoundHandler, type HandledJob, pairHandlers } from './run/handlers.js';

/** Injects the definitions of every job that this server does. */
export const JOB_DEFINITIONS = Symbol('rumpus:job-definitions');

/** A queue that can be started and stopped by its module. */
interface RunningQueue extends JobQueue {
  start(jobs: ReadonlyMap<string, HandledJob>): Promise<void>;
  stop(): Promise<void>;
}

/** Finds the handlers among all providers, checks the table, starts the work once everything is up and stops it before the database closes. */
@Injectable()
class QueueRunner implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  #jobs: ReadonlyMap<string, HandledJob> = new Map();

  constructor(
    private readonly discovery: DiscoveryService,
    @Inject(JobQueue) private readonly queue: RunningQueue,
    @Inject(JOB_DEFINITIONS) private readonly definitions: readonly JobDefinition[],
  ) {}

  onModuleInit(): void {
    const found = this.discovery.getProviders().flatMap(({ instance }: { instance?: unknown }) => handlersOf(instance));
    this.#jobs = pairHandlers(this.definitions, found);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.queue.start(this.#jobs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.queue.stop();
  }
}

function handlersOf(instance: unknown): HandledJob[] {
  if (typeof instance !== 'object' || instance === null) return [];
  const prototype = Object.getPrototypeOf(instance) as Record<string, unknown> | null;
  if (prototype === null || prototype === Object.prototype) return [];
  return Object.getOwnPropertyNames(prototype).flatMap((key) => {
    const method = Object.getOwnPropertyDescriptor(prototype, key)?.value as unknown;
    if (typeof method !== 'function') return [];
    const definition = Reflect.getMetadata(JOB_HANDLER, method) as JobDefinition | undefined;
    return definition === undefined ? [] : [{ definition, handler: (method as BoundHandler).bind(instance) }];
  });
}

/** The job queue for the whole app. Inject {@link JobQueue}. */
@Module({})
export class QueueModule {
  /**
   * Jobs are in Bull when `redis.url` is set, else in the database; Bull is only loaded in the first case: it takes five megabytes.
   * @param definitions every job of the modules that are on
   */
  static async forRoot(definitions: readonly JobDefinition[], config: Pick<Config, 'queue' | 'redis'>): Promise<DynamicModule> {
    const { url, prefix } = config.redis;
    const adapter = url === undefined ? onDatabase(config.queue) : (await import('./bull/on-redis.js')).onRedis(definitions, config.queue, url, prefix);
    return {
      module: QueueModule,
      global: true,
      imports: [DiscoveryModule, ...adapter.imports],
      providers: [{ provide: JOB_DEFINITIONS, useValue: definitions }, adapter.provider, QueueRunner],
      exports: [JobQueue, JOB_DEFINITIONS],
    };
  }
}

function onDatabase({ concurrency, pollMs, leaseSeconds, retentionSeconds }: Config['queue']): QueueAdapter {
  const options = { concurrency, pollMs, leaseMs: leaseSeconds * 1000, retentionMs: retentionSeconds * 1000 };
  return { imports: [], provider: { provide: JobQueue, inject: [DataSource], useFactory: (source: DataSource) => new EmbeddedQueue(source, options) } };
}
