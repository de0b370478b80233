import { authEntities, DatabaseEphemeralStore, EphemeralRow, type EphemeralStore, RedisEphemeralStore } from '@rumpus/auth';
import { migrations } from '@rumpus/migrations';
import { connect, dataSourceOptions } from '@rumpus/persistence';
import { Redis } from 'ioredis';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { available, createDatabase, type Database, type TestDatabase } from '../../support/databases.js';

interface Rig {
  /** Two stores over the same data, as two instances have them. */
  stores: [EphemeralStore, EphemeralStore];
  close(): Promise<void>;
}

const onDatabase = (kind: TestDatabase) => async (): Promise<Rig> => {
  const folder = mkdtempSync(join(tmpdir(), 'rumpus-ephemeral-'));
  const database: Database = await createDatabase(kind, folder);
  const options = dataSourceOptions(database.url, { entities: authEntities, migrations });
  const sources = [await connect(new DataSource(options)), await connect(new DataSource(options))] as const;
  return {
    stores: [new DatabaseEphemeralStore(sources[0].getRepository(EphemeralRow)), new DatabaseEphemeralStore(sources[1].getRepository(EphemeralRow))],
    close: async () => {
      await Promise.all(sources.map((source) => source.destroy()));
      await database.drop();
      rmSync(folder, { recursive: true });
    },
  };
};

const onRedis = async (): Promise<Rig> => {
  const redis = new Redis('redis://127.0.0.1:6379');
  const prefix = `rumpus-test-${randomBytes(6).toString('hex')}`;
  return {
    stores: [new RedisEphemeralStore(redis, prefix), new RedisEphemeralStore(redis, prefix)],
    close: async () => {
      const keys = await redis.keys(`${prefix}:*`);
      if (keys.length > 0) await redis.del(...keys);
      await redis.quit();
    },
  };
};

const forms: ['redis' | TestDatabase, () => Promise<Rig>][] = [['sqlite', onDatabase('sqlite')], ['mariadb', onDatabase('mariadb')], ['postgres', onDatabase('postgres')], ['redis', onRedis]];

describe.each(forms.filter(([name]) => available[name]))('ephemeral store on %s', (_name, open) => {
  let rig: Rig;
  let one: EphemeralStore;
  let two: EphemeralStore;
  beforeAll(async () => {
    rig = await open();
    [one, two] = rig.stores;
  }, 60_000);
  afterAll(() => rig.close());

  it('keeps a value for the other instance until it is replaced or deleted', async () => {
    await one.set('a', 'first', 60);
    await one.set('a', 'second', 60);
    expect(await two.get('a')).toBe('second');
    await two.delete('a');
    expect(await one.get('a')).toBeUndefined();
  });

  it('gives a value to exactly one of fifty takers on two instances', async () => {
    await one.set('once', 'prize', 60);
    const taken = await Promise.all(Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? one : two).take('once')));
    expect(taken.filter((value) => value !== undefined)).toEqual(['prize']);
    expect(await one.take('once')).toBeUndefined();
  });

  it('lets exactly one of fifty add a key', async () => {
    const added = await Promise.all(Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? one : two).add('lock', String(n), 60)));
    expect(added.filter(Boolean)).toHaveLength(1);
  });

  it('counts every one of fifty parallel calls', async () => {
    const counts = await Promise.all(Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? one : two).increment('hits', 60)));
    expect(Math.max(...counts.map(({ count }) => count))).toBe(50);
    const { count, ttl } = await two.increment('hits', 60);
    expect(count).toBe(51);
    expect(ttl).toBeGreaterThan(50);
    expect(ttl).toBeLessThanOrEqual(60);
  });

  it('forgets what has ended', async () => {
    await one.set('short', 'x', 0.05);
    await one.increment('short-count', 1);
    await vi.waitFor(async () => expect(await two.get('short')).toBeUndefined());
    expect(await two.take('short')).toBeUndefined();
    expect(await one.add('short', 'y', 60)).toBe(true);
    await vi.waitFor(async () => expect((await two.increment('short-count', 1)).count).toBe(1), { timeout: 3000, interval: 1100 });
  });
});
