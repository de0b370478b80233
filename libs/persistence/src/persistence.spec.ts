import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { DataSource, Entity, Index, LessThan, type MigrationInterface, type QueryRunner } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { available, createDatabase, type Database, onEachDatabase } from '../../../test/support/databases.js';
import {
  BigIntColumn, BoolColumn, connect, dataSourceOptions, dropTables, FloatColumn, IdColumn, insertRows, IntColumn, isForeignKeyViolation, isUniqueViolation, JsonColumn, migrateDown, open, PairLookup, pingDatabase, poolStats,
  queryCounter, schemaDrift, selectRows, StringColumn, table, TextColumn, transaction, upsertRows, UtcColumn,
} from './index.js';

Logger.overrideLogger(false);

@Entity('things')
@Index('ux_things_name', ['name'], { unique: true })
class Thing {
  @IdColumn() id!: number;
  @StringColumn(100) name!: string;
  @TextColumn({ nullable: true }) notes!: string | null;
  @BoolColumn({ default: false }) on!: boolean;
  @IntColumn({ default: 0 }) number!: number;
  @BigIntColumn({ default: 0 }) size!: number;
  @FloatColumn({ nullable: true }) ratio!: number | null;
  @JsonColumn({ nullable: true }) data!: unknown;
  @UtcColumn({ nullable: true }) at!: Date | null;
}

class Things2026010100000 implements MigrationInterface {
  name = 'Things2026010100000';
  async up(runner: QueryRunner): Promise<void> {
    const things = table(runner, 'things').id().string('name', 100).text('notes', { nullable: true }).bool('on', { default: false }).int('number', { default: 0 });
    await things.bigint('size', { default: 0 }).float('ratio', { nullable: true }).json('data', { nullable: true }).utc('at', { nullable: true }).unique('name').create();
    await table(runner, 'parts').id().int('thing_id').index('thing_id').references('thing_id', { table: 'things' }).create();
  }
  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'parts', 'things');
  }
}

/** An entity that believes other things about the table than the migration made. */
@Entity('parts')
@Index('ix_parts_weight', ['weight'])
class WrongPart {
  @IdColumn() id!: number;
  @StringColumn(10) thing_id!: string;
  @IntColumn({ nullable: true }) weight!: number | null;
}

const schema = { entities: [Thing], migrations: [Things2026010100000] };

onEachDatabase('persistence', (kind) => {
  let folder: string;
  let database: Database;
  let source: DataSource;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rumpus-persistence-'));
    database = await createDatabase(kind, folder);
    source = await connect(new DataSource(dataSourceOptions(database.url, schema, { poolSize: 4 })));
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    await source.query('DELETE FROM parts');
    await source.query('DELETE FROM things');
  });

  describe('columns', () => {
    it('give back what was put in', async () => {
      const at = new Date('2026-02-28T23:59:59.987Z');
      const notes = 'Ü🎮'.repeat(40_000);
      const thing = Object.assign(new Thing(), { name: 'a', notes, on: true, number: -2_000_000_000, size: 9_007_199_254_740_991, ratio: 0.1, data: { list: [1, 'ü', null] }, at });
      await source.manager.save(thing);
      expect(await source.manager.findOneByOrFail(Thing, { id: thing.id })).toEqual(thing);
      const empty = await source.manager.save(Object.assign(new Thing(), { name: 'b' }));
      expect(await source.manager.findOneByOrFail(Thing, { id: empty.id })).toEqual({ id: empty.id, name: 'b', notes: null, on: false, number: 0, size: 0, ratio: null, data: null, at: null });
    });

    it('compare text by case and sort it by code point', async () => {
      await insertRows(source, Thing, ['b', 'B', 'ä', 'a', 'A', '_', '1'].map((name) => ({ name })));
      expect(await source.manager.countBy(Thing, { name: 'A' })).toBe(1);
      expect((await source.manager.find(Thing, { order: { name: 'ASC' } })).map(({ name }) => name)).toEqual(['1', 'A', 'B', '_', 'a', 'b', 'ä']);
    });

    it('compare moments in conditions', async () => {
      await insertRows(source, Thing, [{ name: 'old', at: new Date(1000) }, { name: 'new', at: new Date(3000) }]);
      expect((await source.manager.findBy(Thing, { at: LessThan(new Date(2000)) })).map(({ name }) => name)).toEqual(['old']);
    });

    it('count and sum as numbers in raw queries', async () => {
      await insertRows(source, Thing, [{ name: 'a', size: 2 ** 40 }]);
      expect(await source.query('SELECT COUNT(*) AS n, MAX(size) AS m FROM things')).toEqual([{ n: 1, m: 2 ** 40 }]);
    });
  });

  describe('PairLookup', () => {
    it('finds a row and the one it points to, just as the repository would', async () => {
      const things = source.getRepository(Thing);
      const right = await things.save({ name: 'owner', on: true, size: 2 ** 40, ratio: 0.5, data: { a: [1] }, at: new Date('2026-01-02T03:04:05.678Z') });
      await things.save({ name: 'owned', number: right.id });
      await things.save({ name: 'lost', number: 999_999 });
      const lookup = new PairLookup(source, Thing, Thing, 'name', 'number');
      const found = await lookup.find('owned');
      expect(found).toEqual({ left: await things.findOneBy({ name: 'owned' }), right: await things.findOneBy({ name: 'owner' }) });
      expect(found?.right).toBeInstanceOf(Thing);
      expect(await lookup.find('lost')).toBeUndefined();
      expect(await lookup.find("'; DROP TABLE things; --")).toBeUndefined();
      expect(() => new PairLookup(source, Thing, Thing, 'nonsense' as 'name', 'number')).toThrow('no column for nonsense');
    });
  });

  describe('selectRows', () => {
    it('gives the chosen properties of the rows that are wanted, as they were put in', async () => {
      const at = new Date('2026-02-28T23:59:59.987Z');
      await insertRows(source, Thing, [{ name: 'a', on: true, size: 2 ** 40, data: { ü: [1] }, at }, { name: 'b', on: false, size: 0, data: null, at: null }, { name: 'B', on: true, size: 1, data: 0, at }]);
      const rows = await selectRows(source, Thing, ['name', 'on', 'size', 'data', 'at'], { name: ['a', 'b', 'c'] });
      expect(rows.toSorted((x, y) => (x.name < y.name ? -1 : 1))).toEqual([{ name: 'a', on: true, size: 2 ** 40, data: { ü: [1] }, at }, { name: 'b', on: false, size: 0, data: null, at: null }]);
      expect(await selectRows(source, Thing, ['name'], { on: true, name: ['b', 'B'] })).toEqual([{ name: 'B' }]);
      expect(await selectRows(source, Thing, ['name'], { at, on: true, size: 1 })).toEqual([{ name: 'B' }]);
      expect(await selectRows(source, Thing, ['name'], { name: [] })).toEqual([]);
      expect(await selectRows(source.manager, Thing, ['name'], {})).toHaveLength(3);
      await expect(selectRows(source, Thing, ['nonsense' as 'name'], {})).rejects.toThrow('no column nonsense');
    });

    it('asks for a long list in statements of few lengths', async () => {
      await insertRows(source, Thing, Array.from({ length: 5000 }, (_, i) => ({ name: `t${i}` })));
      const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `t${i}`);
      for (const count of [1, 3, 63, 65, 256, 4097, 5000]) expect(await selectRows(source, Thing, ['name'], { name: names(count) })).toHaveLength(count);
    });
  });

  it('keeps references', async () => {
    await expect(source.query('INSERT INTO parts (thing_id) VALUES (4711)')).rejects.toSatisfy(isForeignKeyViolation);
  });

  it('has no drift between the entity and the migration', async () => {
    expect(await schemaDrift(source)).toEqual([]);
  });

  it('finds drift', async () => {
    const wrong = await open(new DataSource(dataSourceOptions(database.url, { entities: [WrongPart], migrations: [] })));
    expect(await schemaDrift(wrong)).toEqual([expect.stringMatching(/^parts: thing_id is int(eger)?, the entity says varchar$/), expect.stringContaining('thing_id holds'), 'parts: weight is missing', "parts: the entity's index over weight is missing"]);
    await wrong.destroy();
  });

  describe('bulk writes', () => {
    it('insert many rows with few statements', async () => {
      const rows = Array.from({ length: 5000 }, (_, index) => ({ name: `n${index}`, on: index % 2 === 0, data: { index }, at: new Date(index) }));
      const queries = await queryCounter.run(async () => {
        await insertRows(source, Thing, rows);
        return queryCounter.current;
      });
      // 19 of 256 rows, 2 of 64, 2 of 4: few statements, and few different ones.
      expect(queries).toBe(23);
      expect(await source.manager.findOneByOrFail(Thing, { name: 'n4998' })).toMatchObject({ on: true, data: { index: 4998 }, at: new Date(4998) });
    });

    // SQLite knows no packets.
    it.runIf(kind !== 'sqlite')('take large values, more than fit into one packet together', async () => {
      await insertRows(source, Thing, Array.from({ length: 5 }, (_, i) => ({ name: `large ${i}`, notes: '"'.repeat(4_000_000) })));
      expect(await source.getRepository(Thing).countBy({ notes: '"'.repeat(4_000_000) })).toBe(5);
    });

    it('update rows whose key is there, or leave them', async () => {
      await insertRows(source, Thing, [{ name: 'a', number: 1, size: 5 }]);
      await upsertRows(source, Thing, [{ name: 'a', number: 2, size: 6 }, { name: 'b', number: 3, size: 7 }], { key: ['name'], update: ['number'] });
      await upsertRows(source, Thing, [{ name: 'a', number: 9, size: 9 }], { key: ['name'], update: [] });
      const rows = await source.manager.find(Thing, { order: { name: 'ASC' } });
      expect(rows.map(({ name, number, size }) => [name, number, size])).toEqual([['a', 2, 5], ['b', 3, 7]]);
    });

    it('say which row was there already', async () => {
      await insertRows(source, Thing, [{ name: 'a' }]);
      await expect(insertRows(source, Thing, [{ name: 'a' }])).rejects.toSatisfy(isUniqueViolation);
      expect(() => source.getMetadata(Thing)).not.toThrow();
    });
  });

  describe('transactions', () => {
    it('don’t mix with what others do at the same time', async () => {
      let halfway!: () => void;
      const reached = new Promise<void>((resolve) => { halfway = resolve; });
      let finish!: () => void;
      const finished = new Promise<void>((resolve) => { finish = resolve; });
      const doomed = source.transaction(async (manager) => {
        await manager.insert(Thing, { name: 'inside' });
        halfway();
        await finished;
        throw new Error('taken back');
      });
      await reached;
      expect(await source.manager.countBy(Thing, { name: 'inside' })).toBe(0);
      const outside = source.manager.insert(Thing, { name: 'outside' });
      finish();
      await expect(doomed).rejects.toThrow('taken back');
      await outside;
      expect((await source.manager.find(Thing)).map(({ name }) => name)).toEqual(['outside']);
    });

    it('run side by side without losing an update', async () => {
      await insertRows(source, Thing, [{ name: 'counter' }]);
      await Promise.all(Array.from({ length: 20 }, async () => transaction(source, async (manager) => {
        const lock = kind === 'sqlite' ? '' : ' FOR UPDATE';
        const [row] = await manager.query<{ number: number }[]>(`SELECT number FROM things WHERE name = 'counter'${lock}`);
        await manager.update(Thing, { name: 'counter' }, { number: (row?.number ?? 0) + 1 });
      })));
      expect((await source.manager.findOneByOrFail(Thing, { name: 'counter' })).number).toBe(20);
    });

    it('nest: an inner one that fails takes back its own part only', async () => {
      await transaction(source, async (manager) => {
        await manager.insert(Thing, { name: 'outer' });
        await expect(transaction(manager, async (inner) => {
          await inner.insert(Thing, { name: 'inner' });
          throw new Error('no');
        })).rejects.toThrow('no');
      });
      expect((await source.manager.find(Thing)).map(({ name }) => name)).toEqual(['outer']);
    });

    it('survive a full disk: the old state stays, and work goes on', async () => {
      if (kind !== 'sqlite') return;
      await insertRows(source, Thing, [{ name: 'before' }]);
      const [{ page_count: pages }] = await source.query<[{ page_count: number }]>('PRAGMA page_count');
      await source.query(`PRAGMA max_page_count = ${pages + 5}`);
      await expect(transaction(source, async (manager) => {
        for (let index = 0; index < 100; index += 1) await manager.insert(Thing, { name: `n${index}`, notes: 'x'.repeat(10_000) });
      })).rejects.toThrow(/full/);
      await source.query('PRAGMA max_page_count = 4294967294');
      await insertRows(source, Thing, [{ name: 'after' }]);
      expect((await source.manager.find(Thing)).map(({ name }) => name)).toEqual(['before', 'after']);
    });

    it('are tried again after a deadlock', async () => {
      if (kind === 'sqlite') return;
      await insertRows(source, Thing, [{ name: 'a' }, { name: 'b' }]);
      let arrived = 0;
      let meet!: () => void;
      const both = new Promise<void>((resolve) => { meet = resolve; });
      const cross = async (first: string, second: string): Promise<void> => transaction(source, async (manager) => {
        await manager.increment(Thing, { name: first }, 'number', 1);
        arrived += 1;
        if (arrived === 2) meet();
        await both;
        await manager.increment(Thing, { name: second }, 'number', 1);
      });
      await Promise.all([cross('a', 'b'), cross('b', 'a')]);
      expect(arrived).toBeGreaterThan(2);
      expect((await source.manager.find(Thing)).map(({ number }) => number)).toEqual([2, 2]);
    });
  });

  it('counts queries per piece of work', async () => {
    const work = async (times: number): Promise<number | undefined> => queryCounter.run(async () => {
      for (let index = 0; index < times; index += 1) await source.manager.count(Thing);
      return queryCounter.current;
    });
    expect(await Promise.all([work(2), work(5)])).toEqual([2, 5]);
    expect(queryCounter.current).toBeUndefined();
  });

  it('answers a ping and tells how busy it is', async () => {
    await pingDatabase(source);
    expect(poolStats(source)).toMatchObject({ max: kind === 'sqlite' ? 1 : 4, waiting: 0 });
  });

  it('goes down to nothing and up again', async () => {
    await migrateDown(source);
    expect(await tables(source)).toEqual([]);
    await open(await closed(source));
    const again = await connect(await closed(source));
    expect(await schemaDrift(again)).toEqual([]);
  });
});

async function closed(source: DataSource): Promise<DataSource> {
  if (source.isInitialized) await source.destroy();
  return source;
}

async function tables(source: DataSource): Promise<string[]> {
  const runner = source.createQueryRunner();
  try {
    const known = ['things', 'parts', '_gone_things', '_gone_parts'];
    const there = await Promise.all(known.map(async (name) => runner.hasTable(name)));
    return known.filter((_, index) => there[index]);
  } finally {
    await runner.release();
  }
}

describe('an address that can’t be used', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'rumpus-persistence-')); });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.skipIf(!available.mariadb || !available.postgres).each([
    ['mariadb://nobody:wrong@127.0.0.1:3306/x', /The database can't be used, mysql:\/\/nobody:\*\*\*@127\.0\.0\.1:3306\/x: .*denied/i],
    ['postgres://postgres@127.0.0.1:5432/rumpus_no_such_database', /"rumpus_no_such_database" does not exist/],
    ['postgres://127.0.0.1:1/x', /ECONNREFUSED/],
  ])('%s is told about without its password', async (url, message) => {
    await expect(connect(new DataSource(dataSourceOptions(url, schema)))).rejects.toThrow(message);
  });

  it('is not waited for when it is the driver that can’t be loaded', async () => {
    function Broken(): never {
      throw new Error('Could not locate the bindings file.');
    }
    const source = new DataSource({ ...dataSourceOptions(`sqlite:${folder}/x.db`, schema), driver: Broken });
    const began = Date.now();
    await expect(connect(source, { waitMs: 60_000 })).rejects.toThrow('bindings file');
    expect(Date.now() - began).toBeLessThan(2000);
  });

  it('is refused when it is none', () => {
    expect(() => dataSourceOptions('oracle://x', schema)).toThrow('DATABASE_URL must start with');
  });
});
