import { type BeforeApplicationShutdown, type DynamicModule, Inject, Injectable, Module, type OnApplicationBootstrap, type OnModuleInit, type Provider } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { BullModule, getQueueToken } from '@nestjs/bull';
import Bull from 'bull';
import type { Config } from '@rumpus/config';
import { DataSource } from 'typeorm';
import { BullJobQueue } from './bull/bull-queue.js';
import { bullSettings } from './bull/bull-settings.js';
import type { BullQueueOf } from './bull/bull-store.js';
import { BullConnections } from './bull/connections.js';
import { EmbeddedQueue } from './embedded/embedded-queue.js';
import type { JobDefinition } from './port/job-definition.js';
import { JOB_HANDLER } from './port/job-handler.js';
import { JobQueue } from './port/job-queue.js';
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
   * Jobs are in Bull when `redis.url` is set, else in the database.
   * @param definitions every job of the modules that are on
   */
  static forRoot(definitions: readonly JobDefinition[], config: Pick<Config, 'queue' | 'redis'>): DynamicModule {
    const { url, prefix } = config.redis;
    const adapter = url === undefined ? onDatabase(config.queue) : onRedis(definitions, config.queue, url, prefix);
    return {
      module: QueueModule,
      global: true,
      imports: [DiscoveryModule, ...adapter.imports],
      providers: [{ provide: JOB_DEFINITIONS, useValue: definitions }, adapter.provider, QueueRunner],
      exports: [JobQueue, JOB_DEFINITIONS],
    };
  }
}

interface Adapter {
  readonly imports: readonly DynamicModule[];
  readonly provider: Provider;
}

function onDatabase({ concurrency, pollMs, leaseSeconds, retentionSeconds }: Config['queue']): Adapter {
  const options = { concurrency, pollMs, leaseMs: leaseSeconds * 1000, retentionMs: retentionSeconds * 1000 };
  return { imports: [], provider: { provide: JobQueue, inject: [DataSource], useFactory: (source: DataSource) => new EmbeddedQueue(source, options) } };
}

function onRedis(definitions: readonly JobDefinition[], { leaseSeconds, retentionSeconds }: Config['queue'], url: string, prefix: string): Adapter {
  const connections = new BullConnections(url);
  const names = [...new Set(definitions.map(({ name }) => name))];
  const leaseMs = leaseSeconds * 1000;
  const options = { leaseMs, retentionMs: retentionSeconds * 1000, channel: `${prefix}:queue:cancel` };
  const settings = bullSettings(connections, `${prefix}:queue`, leaseMs);
  const make = (name: string): BullQueueOf => new Bull(name, settings);
  return {
    imports: [BullModule.forRoot(settings), BullModule.registerQueue(...names.map((name) => ({ name })))],
    provider: {
      provide: JobQueue,
      inject: names.map((name) => getQueueToken(name)),
      useFactory: (...queues: BullQueueOf[]) => new BullJobQueue(new Map(queues.map((queue) => [queue.name, queue])), make, connections, options),
    },
  };
}
