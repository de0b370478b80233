import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { connect, dataSourceOptions } from '@rumpus/persistence';
import { DataSource } from 'typeorm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { QueueTables2026112012350 } from '../../../../migrations/src/202611201235-queue-tables.js';
import { createDatabase, type Database, onEachDatabase } from '../../../../test/support/databases.js';
import { queueConformance, until } from '../conformance/queue-conformance.js';
import type { JobAborted } from '../port/job-context.js';
import { defineJob } from '../port/job-definition.js';
import type { BoundHandler } from '../run/handlers.js';
import { EmbeddedQueue } from './embedded-queue.js';
import { queueEntities, QueueJobRow, QueueScheduleRow } from './queue.entities.js';

Logger.overrideLogger(false);
const options = { concurrency: 4, pollMs: 50, leaseMs: 3000 };

onEachDatabase('embedded queue', (kind) =>
  queueConformance(kind, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rumpus-queue-'));
    const database = await createDatabase(kind, folder);
    const source = await connect(new DataSource(dataSourceOptions(database.url, { entities: queueEntities, migrations: [QueueTables2026112012350] })));
    return {
      async open(jobs, retentionMs) {
        const queue = new EmbeddedQueue(source, { ...options, retentionMs });
        await queue.start(new Map(jobs.map((job) => [job.definition.name, job])));
        return queue;
      },
      async close() {
        await source.destroy();
        await database.drop();
        rmSync(folder, { recursive: true });
      },
    };
  }),
);

onEachDatabase('instances that share', (kind) => {
  let folder: string;
  let database: Database;
  const sources: DataSource[] = [];
  const queues: EmbeddedQueue[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rumpus-queue-'));
    database = await createDatabase(kind, folder);
  });
  afterEach(async () => {
    for (const queue of queues.splice(0)) await queue.stop();
    for (const source of sources.splice(0)) await source.destroy();
    await database.drop();
    rmSync(folder, { recursive: true });
  });
  const job = defineJob('test.work', { payload: z.object({}) });
  async function instance(handler: BoundHandler): Promise<{ queue: EmbeddedQueue; source: DataSource }> {
    const source = await connect(new DataSource(dataSourceOptions(database.url, { entities: queueEntities, migrations: [QueueTables2026112012350] })));
    sources.push(source);
    const queue = new EmbeddedQueue(source, { ...options, retentionMs: 60_000 });
    queues.push(queue);
    await queue.start(new Map([[job.name, { definition: job as never, handler }]]));
    return { queue, source };
  }

  it('queue a cron entry that is due once', async () => {
    let runs = 0;
    const count = async (): Promise<void> => {
      runs += 1;
      return Promise.resolve();
    };
    const [first] = await Promise.all([instance(count), instance(count), instance(count)]);
    await first.queue.schedule('hourly', '0 * * * *', job, {});
    const dueSince = Date.now() - 1000;
    await first.source.getRepository(QueueScheduleRow).update({ key: 'hourly' }, { nextAt: dueSince });
    await expect.poll(() => runs, { timeout: 5000 }).toBe(1);
    const entry = await first.source.getRepository(QueueScheduleRow).findOneByOrFail({ key: 'hourly' });
    expect(entry.nextAt).toBeGreaterThan(Date.now());
    expect((await first.queue.list()).map(({ id, state }) => [id, state])).toEqual([[`hourly@${dueSince}`, 'completed']]);
  });

  it('stop working on a job that another has taken over, and leave its outcome alone', async () => {
    const reasons: unknown[] = [];
    const { queue, source } = await instance(async (_payload, { signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      reasons.push((signal.reason as JobAborted).why);
    });
    const id = await queue.add(job, {});
    await until(queue, id, 'active');
    await source.getRepository(QueueJobRow).update({ id }, { owner: 'elsewhere:1:abc' });
    await expect.poll(() => reasons, { timeout: 5000 }).toEqual(['shutdown']);
    expect(await source.getRepository(QueueJobRow).findOneByOrFail({ id })).toMatchObject({ state: 'active', owner: 'elsewhere:1:abc' });
  });
});
