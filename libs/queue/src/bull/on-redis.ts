import { BullModule, getQueueToken } from '@nestjs/bull';
import type { Config } from '@rumpus/config';
import Bull from 'bull';
import type { JobDefinition } from '../port/job-definition.js';
import { JobQueue } from '../port/job-queue.js';
import type { QueueAdapter } from '../queue-adapter.js';
import { BullJobQueue } from './bull-queue.js';
import { bullSettings } from './bull-settings.js';
import type { BullQueueOf } from './bull-store.js';
import { BullConnections } from './connections.js';

/** The queue in Redis: a Bull queue for each name of a job, registered with Nest. */
export function onRedis(definitions: readonly JobDefinition[], { leaseSeconds, retentionSeconds }: Config['queue'], url: string, prefix: string): QueueAdapter {
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
