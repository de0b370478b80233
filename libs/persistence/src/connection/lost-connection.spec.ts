import { connect as connectTcp, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { available, createDatabase, type Database, type TestDatabase } from '../../../../test/support/databases.js';
import { dataSourceOptions, open, pingDatabase, transaction } from '../index.js';

Logger.overrideLogger(false);

/** A line to the database that can be cut and mended. */
class Line {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  port = 0;

  constructor(private readonly target: number) {}

  async mend(): Promise<void> {
    const server = createServer((near) => {
      const far = connectTcp(this.target, '127.0.0.1');
      for (const [socket, other] of [[near, far], [far, near]] as const) {
        this.#sockets.add(socket);
        socket.on('error', () => {}).on('close', () => {
          this.#sockets.delete(socket);
          other.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as { port: number }).port;
    this.#server = server;
  }

  async cut(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

describe.each<[TestDatabase, number]>([['mariadb', 3306], ['postgres', 5432]])('a lost connection to %s', (kind, port) => {
  let database: Database;
  let line: Line;
  let source: DataSource;
  beforeEach(async ({ skip }) => {
    if (!available[kind]) skip();
    database = await createDatabase(kind, '');
    line = new Line(port);
    await line.mend();
    source = await open(new DataSource(dataSourceOptions(database.url.replace(`:${port}/`, `:${line.port}/`), { entities: [], migrations: [] }, { poolSize: 3 })));
    await source.query('CREATE TABLE facts (n int NOT NULL)');
  });
  afterEach(async () => {
    await source.destroy();
    await line.cut();
    await database.drop();
  });

  it('mends by itself: queries fail while it is away and work again afterwards', async () => {
    await Promise.all([1, 2, 3].map(async (n) => source.query(`INSERT INTO facts (n) VALUES (${n})`)));
    await line.cut();
    await expect(source.query('SELECT 1')).rejects.toThrow();
    await expect(pingDatabase(source, 500)).rejects.toThrow();
    await line.mend();
    await expect.poll(async () => source.query('SELECT COUNT(*) AS n FROM facts'), { timeout: 5000 }).toEqual([{ n: 3 }]);
    // Every connection of the pool is good again, not only one.
    await Promise.all(Array.from({ length: 6 }, async () => pingDatabase(source)));
  });

  it('in the middle of a transaction leaves nothing of it behind', async () => {
    await expect(transaction(source, async (manager) => {
      await manager.query('INSERT INTO facts (n) VALUES (9)');
      await line.cut();
      await manager.query('INSERT INTO facts (n) VALUES (10)');
    })).rejects.toThrow();
    await line.mend();
    await expect.poll(async () => source.query('SELECT COUNT(*) AS n FROM facts'), { timeout: 5000 }).toEqual([{ n: 0 }]);
  });

  it('is waited for at the start', async () => {
    await line.cut();
    const late = open(new DataSource({ ...source.options }), { waitMs: 10_000 });
    setTimeout(() => void line.mend(), 600);
    const opened = await late;
    await pingDatabase(opened);
    await opened.destroy();
  });
});
