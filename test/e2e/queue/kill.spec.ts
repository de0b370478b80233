import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type Database, testDatabase } from '../../support/databases.js';

const redisUrl = 'redis://127.0.0.1:6379/0';

interface Job {
  readonly state: string;
  readonly attempts: number;
  readonly failure: string | null;
  readonly result: unknown;
}
type Message = { ready?: number; ran?: string; attempt?: number; added?: string; job?: Job | null };

/** One process of the queue. */
class Instance {
  readonly heard: Message[] = [];
  readonly #child: ChildProcess;
  #waiting: { wanted: (message: Message) => boolean; found: (message: Message) => void }[] = [];

  constructor(env: Record<string, string>) {
    this.#child = spawn(process.execPath, [join(import.meta.dirname, 'worker.mjs')], { env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdout } = this.#child;
    if (stdout === null) throw new Error('the child has no output');
    createInterface({ input: stdout }).on('line', (line) => this.#take(JSON.parse(line) as Message));
  }

  /** Waits for a message that was not waited for before. */
  async next(wanted: (message: Message) => boolean): Promise<Message> {
    const there = this.heard.findIndex(wanted);
    if (there >= 0) return this.heard.splice(there, 1)[0] ?? {};
    return new Promise((found) => this.#waiting.push({ wanted, found }));
  }

  say(message: object): void {
    this.#child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  async get(id: string): Promise<Job | null | undefined> {
    this.say({ get: id });
    return (await this.next(({ job }) => job !== undefined)).job;
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill(signal);
    await gone;
  }

  #take(message: Message): void {
    const index = this.#waiting.findIndex(({ wanted }) => wanted(message));
    if (index < 0) this.heard.push(message);
    else this.#waiting.splice(index, 1)[0]?.found(message);
  }
}

const redis = process.env['RUMPUS_TEST_REDIS'] === '1';

describe.each([...(redis ? ['Redis (Bull)'] : []), testDatabase()])('processes of the queue on %s', (name) => {
  const onRedis = name.startsWith('Redis');
  const kind = testDatabase();
  let folder: string;
  let database: Database;
  let prefix: string;
  const running: Instance[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rumpus-queue-'));
    database = await createDatabase(kind, folder);
  });
  afterAll(async () => {
    await database?.drop();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    prefix = `rumpus_test_${randomBytes(5).toString('hex')}`;
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map(async (instance) => instance.end('SIGKILL')));
    if (onRedis) {
      const client = new Redis(redisUrl);
      const keys = await client.keys(`{${prefix}*`);
      if (keys.length > 0) await client.del(...keys);
      client.disconnect();
    }
  });

  async function start(stay: boolean): Promise<Instance> {
    const env: Record<string, string> = { DATA_DIR: folder, DATABASE_URL: database.url, QUEUE_LEASE_SECONDS: '2', QUEUE_POLL_MS: '100', STAY: stay ? '1' : '0', REDIS_PREFIX: prefix };
    const instance = new Instance(onRedis ? { ...env, REDIS_URL: redisUrl } : env);
    running.push(instance);
    await instance.next(({ ready }) => ready !== undefined);
    return instance;
  }

  it('take up the job of one that was killed, as the same attempt', async () => {
    const first = await start(true);
    first.say({ add: { id: 'mine', stay: true } });
    await first.next(({ ran }) => ran === 'mine');
    await first.end('SIGKILL');
    const second = await start(false);
    expect(await second.next(({ ran }) => ran === 'mine')).toMatchObject({ attempt: 1 });
    await expect.poll(async () => (await second.get('mine'))?.state, { timeout: 5000 }).toBe('completed');
  });

  it('give up a job that kills each process it runs in', async () => {
    for (let death = 1; death <= 3; death += 1) {
      const instance = await start(true);
      if (death === 1) instance.say({ add: { id: 'deadly', stay: true } });
      await instance.next(({ ran }) => ran === 'deadly');
      await instance.end('SIGKILL');
    }
    const witness = await start(false);
    await expect.poll(async () => (await witness.get('deadly'))?.state, { timeout: 10_000 }).toBe('failed');
    expect(witness.heard.filter(({ ran }) => ran === 'deadly')).toEqual([]);
  });

  it('hand their jobs back when they are told to stop', async () => {
    const first = await start(true);
    first.say({ add: { id: 'handed', stay: true } });
    await first.next(({ ran }) => ran === 'handed');
    const asked = Date.now();
    await first.end('SIGTERM');
    expect(Date.now() - asked).toBeLessThan(10_000);
    const second = await start(false);
    expect(await second.next(({ ran }) => ran === 'handed')).toMatchObject({ attempt: 1 });
    await expect.poll(async () => (await second.get('handed'))?.state, { timeout: 5000 }).toBe('completed');
  });

  it('share the work without doing any of it twice', async () => {
    const two = await Promise.all([start(false), start(false)]);
    const ids = Array.from({ length: 60 }, (_, index) => `job-${index}`);
    ids.forEach((id, index) => two[index % 2]?.say({ add: { id } }));
    await expect.poll(() => two.flatMap(({ heard }) => heard.filter(({ ran }) => ran !== undefined)).length, { timeout: 20_000 }).toBe(60);
    for (const id of ids) await expect.poll(async () => (await two[0]?.get(id))?.state).toBe('completed');
    const ran = two.map(({ heard }) => heard.flatMap((message) => message.ran ?? []));
    expect(ran.flat().toSorted()).toEqual(ids.toSorted());
    expect(ran.map((own) => own.length > 0)).toEqual([true, true]);
  });
});
