import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import Bull from 'bull';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { available } from '../../../../test/support/databases.js';
import { queueConformance } from '../conformance/queue-conformance.js';
import { defineJob } from '../port/job-definition.js';
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
    async open(jobs, retentionMs) {
      const connections = new BullConnections(url);
      const make = (name: string): BullQueueOf => new Bull(name, bullSettings(connections, prefix, leaseMs));
      const queue = new BullJobQueue(new Map(jobs.map(({ definition: { name } }) => [name, make(name)])), make, connections, { leaseMs, retentionMs, channel: `${prefix}:cancel` });
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

describe.skipIf(!available.redis)('cron entries on Redis', () => {
  it('are replaced, and removed', async () => {
    const prefix = `rumpus_test_${randomBytes(5).toString('hex')}`;
    const job = defineJob('test.nightly', { payload: z.object({ n: z.number() }) });
    const connections = new BullConnections(url);
    const make = (name: string): BullQueueOf => new Bull(name, bullSettings(connections, prefix, leaseMs));
    const queue = new BullJobQueue(new Map([[job.name, make(job.name)]]), make, connections, { leaseMs, retentionMs: 1000, channel: `${prefix}:cancel` });
    const waiting = async (): Promise<unknown[]> => (await queue.list({ states: ['delayed'] })).map(({ payload }) => payload);
    await queue.schedule('nightly', '0 3 * * *', job, { n: 1 });
    await queue.schedule('nightly', '0 3 * * *', job, { n: 1 });
    await queue.schedule('other', '0 5 * * *', job, { n: 3 });
    expect(await waiting()).toHaveLength(2);
    await queue.schedule('nightly', '0 4 * * *', job, { n: 2 });
    expect(await waiting()).toEqual(expect.arrayContaining([{ n: 2 }, { n: 3 }]));
    expect(await waiting()).toHaveLength(2);
    await queue.unschedule('nightly');
    expect(await waiting()).toEqual([{ n: 3 }]);
    await queue.unschedule('other');
    const redis = new Redis(url);
    await queue.stop();
    const keys = await redis.keys(`{${prefix}}*`);
    if (keys.length > 0) await redis.del(...keys);
    redis.disconnect();
  });
});
