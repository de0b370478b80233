import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import Bull from 'bull';
import { Redis } from 'ioredis';
import { describe } from 'vitest';
import { available } from '../../../../test/support/databases.js';
import { queueConformance } from '../conformance/queue-conformance.js';
import { BullJobQueue } from './bull-queue.js';
import type { BullQueueOf } from './bull-store.js';
import { bullSettings } from './bull-settings.js';
import { BullConnections } from './connections.js';

Logger.overrideLogger(false);
const url = 'redis://127.0.0.1:6379/0';
const leaseMs = 3000;

describe.skipIf(!available.redis)('on Redis', () => queueConformance('Bull', async () => {
  const prefix = `rumpus_test_${randomBytes(5).toString('hex')}`;
  return {
    async open(jobs) {
      const connections = new BullConnections(url);
      const queues = new Map(jobs.map(({ definition: { name } }) => [name, new Bull(name, bullSettings(connections, prefix, leaseMs)) as unknown as BullQueueOf]));
      const queue = new BullJobQueue(queues, connections, { leaseMs, retentionMs: 60_000, channel: `${prefix}:cancel` });
      await queue.start(new Map(jobs.map((job) => [job.definition.name, job])));
      return queue;
    },
    async close() {
      const redis = new Redis(url);
      const keys = await redis.keys(`{${prefix}}*`);
      if (keys.length > 0) await redis.del(...keys);
      redis.disconnect();
    },
  };
}));
