import { randomBytes } from 'node:crypto';
import { connect, dataSourceOptions } from '@rumpus/persistence';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { QueueTables2026112012350 } from '../../../../migrations/src/202611201235-queue-tables.js';
import { queueConformance, type QueueUnderTest } from '../conformance/queue-conformance.js';
import { EmbeddedQueue } from './embedded-queue.js';
import { queueEntities } from './queue.entities.js';

const options = { concurrency: 4, pollMs: 50, leaseMs: 3000, retentionMs: 60_000 };

async function onDatabase(url: string, drop: () => Promise<void>): Promise<QueueUnderTest> {
  const source = await connect(new DataSource(dataSourceOptions(url, { entities: queueEntities, migrations: [QueueTables2026112012350] })));
  return {
    async open(jobs) {
      const queue = new EmbeddedQueue(source, options);
      await queue.start(new Map(jobs.map((job) => [job.definition.name, job])));
      return queue;
    },
    async close() {
      await source.destroy();
      await drop();
    },
  };
}

const newName = (): string => `rumpus_queue_${randomBytes(5).toString('hex')}`;
const maria = async (sql: string): Promise<void> => {
  const connection = await createConnection({ host: '127.0.0.1', user: 'root' });
  await connection.query(sql);
  await connection.end();
};
const postgres = async (sql: string): Promise<void> => {
  const client = new Client({ host: '127.0.0.1', user: 'postgres', database: 'postgres' });
  await client.connect();
  await client.query(sql);
  await client.end();
};

queueConformance('SQLite', () => onDatabase('sqlite::memory:', async () => {}));
queueConformance('MariaDB', async () => {
  const name = newName();
  await maria(`CREATE DATABASE ${name}`);
  return onDatabase(`mariadb://root@127.0.0.1:3306/${name}`, () => maria(`DROP DATABASE ${name}`));
});
queueConformance('PostgreSQL', async () => {
  const name = newName();
  await postgres(`CREATE DATABASE ${name}`);
  return onDatabase(`postgres://postgres@127.0.0.1:5432/${name}`, () => postgres(`DROP DATABASE ${name} WITH (FORCE)`));
});
