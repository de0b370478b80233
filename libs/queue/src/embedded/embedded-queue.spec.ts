import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { connect, dataSourceOptions } from '@rumpus/persistence';
import { DataSource } from 'typeorm';
import { QueueTables2026112012350 } from '../../../../migrations/src/202611201235-queue-tables.js';
import { createDatabase, onEachDatabase } from '../../../../test/support/databases.js';
import { queueConformance } from '../conformance/queue-conformance.js';
import { EmbeddedQueue } from './embedded-queue.js';
import { queueEntities } from './queue.entities.js';

Logger.overrideLogger(false);
const options = { concurrency: 4, pollMs: 50, leaseMs: 3000, retentionMs: 60_000 };

onEachDatabase('embedded queue', (kind) =>
  queueConformance(kind, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rumpus-queue-'));
    const database = await createDatabase(kind, folder);
    const source = await connect(new DataSource(dataSourceOptions(database.url, { entities: queueEntities, migrations: [QueueTables2026112012350] })));
    return {
      async open(jobs) {
        const queue = new EmbeddedQueue(source, options);
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
