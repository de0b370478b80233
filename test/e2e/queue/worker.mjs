// An instance of the queue in a process of its own, so that a test can kill it. It obeys lines on stdin and tells on stdout.
import 'reflect-metadata';
import { createInterface } from 'node:readline';
import { NestFactory } from '@nestjs/core';
import { ConfigModule } from '@rumpus/config';
import { loadConfig } from '@rumpus/config';
import { migrations } from '@rumpus/migrations';
import { PersistenceModule } from '@rumpus/persistence';
import { defineJob, JobHandler, JobQueue, queueEntities, QueueModule } from '@rumpus/queue';
import { z } from 'zod';

const tell = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const job = defineJob('test.work', { payload: z.object({ stay: z.boolean() }), concurrency: 3 });

class Worker {
  async work({ stay }, { id, attempt, signal }) {
    tell({ ran: id, attempt });
    // The second process does what the first could not.
    if (stay && process.env.STAY === '1') await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    return process.pid;
  }
}
JobHandler(job)(Worker.prototype, 'work', Object.getOwnPropertyDescriptor(Worker.prototype, 'work'));

const { config } = loadConfig(process.env);
const root = {
  module: class Root {},
  imports: [ConfigModule.forRoot(config), PersistenceModule.forRoot(config.database.url, { entities: queueEntities, migrations }), QueueModule.forRoot([job], config)],
  providers: [Worker],
};
const app = await NestFactory.createApplicationContext(root, { logger: false });
app.enableShutdownHooks();
const queue = app.get(JobQueue);
tell({ ready: process.pid });

for await (const line of createInterface({ input: process.stdin })) {
  const { add, get } = JSON.parse(line);
  if (add !== undefined) tell({ added: await queue.add(job, { stay: add.stay ?? false }, { id: add.id }) });
  if (get !== undefined) tell({ job: (await queue.get(get)) ?? null });
}
