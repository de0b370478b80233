import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { DataSource, type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDatabase, type Database, onEachDatabase } from '../../../../test/support/databases.js';
import { connect, dataSourceOptions, dropTables, migrateDown, migrateUp, open, table } from '../index.js';

Logger.overrideLogger(false);

/** Makes a migration class out of two functions. */
function migration(name: string, up: (runner: QueryRunner) => Promise<void>, down: (runner: QueryRunner) => Promise<void> = async () => {}): new () => MigrationInterface {
  return class implements MigrationInterface {
    name = name;
    up = up;
    down = down;
  };
}

const First = migration(
  'First2026010100000',
  async (runner) => {
    await table(runner, 'shelves').id().string('name', 100).int('place', { default: 0 }).unique('name').create();
    await table(runner, 'books').id().int('shelf_id').string('title', 100).index('title').references('shelf_id', { table: 'shelves' }).create();
  },
  async (runner) => dropTables(runner, 'books', 'shelves'),
);

/** Does one of everything, so that each step has to be taken back. */
const everything = async (runner: QueryRunner): Promise<void> => {
  await table(runner, 'readers').id().string('name', 50).create();
  await table(runner, 'shelves').string('color', 20, { default: 'red' }).index('color').alter();
  await runner.dropColumn('shelves', 'place');
  await runner.dropIndex('books', 'ix_books_title');
  await dropTables(runner, 'books');
};

const Failing = migration('Failing2026010200000', async (runner) => {
  await everything(runner);
  throw new Error('on purpose');
});

onEachDatabase('migrations', (kind) => {
  let folder: string;
  let database: Database;
  const sources: DataSource[] = [];
  const make = (...migrations: (new () => MigrationInterface)[]): DataSource => {
    const source = new DataSource(dataSourceOptions(database.url, { entities: [], migrations }));
    sources.push(source);
    return source;
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rumpus-migrations-'));
    database = await createDatabase(kind, folder);
  });
  afterEach(async () => {
    for (const source of sources.splice(0)) if (source.isInitialized) await source.destroy();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  async function filled(): Promise<DataSource> {
    const source = await connect(make(First));
    await source.query("INSERT INTO shelves (name, place) VALUES ('top', 7)");
    await source.query("INSERT INTO books (shelf_id, title) VALUES (1, 'Dune')");
    return source;
  }

  /** Everything a failed migration could have changed. */
  async function picture(source: DataSource): Promise<unknown> {
    const runner = source.createQueryRunner();
    try {
      const tables = await Promise.all(['shelves', 'books', 'readers', '_gone_books'].map(async (name) => runner.getTable(name)));
      return {
        schema: tables.map((found) => [
          found?.columns.map((column) => [column.name, column.type, column.length, column.isNullable, column.default as unknown, column.isPrimary]),
          found?.indices.map((index) => [index.name, index.columnNames, index.isUnique].join(' ')).sort(),
          found?.foreignKeys.map((key) => [key.name, key.columnNames, key.referencedTableName.split('.').pop(), key.onDelete]),
        ]),
        rows: [await source.query('SELECT id, name, place FROM shelves'), await source.query('SELECT id, shelf_id, title FROM books')],
        applied: await source.query('SELECT name FROM migrations'),
      };
    } finally {
      await runner.release();
    }
  }

  it('that fail leave the database as it was, with its rows', async () => {
    const source = await filled();
    const before = await picture(source);
    await source.destroy();
    await expect(connect(make(First, Failing))).rejects.toThrow('The migration Failing2026010200000 failed and was taken back: on purpose');
    expect(await picture(await open(make(First)))).toEqual(before);
  });

  it('whose process dies are taken back at the next start', async () => {
    const source = await filled();
    const before = await picture(source);
    await source.destroy();
    let arrived!: () => void;
    const inside = new Promise<void>((resolve) => { arrived = resolve; });
    const dying = await open(make(First, migration('Dying2026010200000', async (runner) => {
      await everything(runner);
      arrived();
      await new Promise(() => {});
    })));
    void migrateUp(dying).catch(() => {});
    await inside;
    // What the database sees of a killed process: its connections end.
    await kill(dying);
    const next = await connect(make(First), { waitMs: 5000 });
    expect(await picture(next)).toEqual(before);
  });

  it('run once when several processes start together', async () => {
    const slow = migration('Slow2026010200000', async (runner) => {
      await table(runner, 'runs').id().int('number').create();
      await new Promise((resolve) => setTimeout(resolve, 150));
      await runner.query('INSERT INTO runs (number) VALUES (1)');
    });
    const started = await Promise.all([1, 2, 3].map(async () => connect(make(First, slow))));
    expect(await started[0]?.query('SELECT COUNT(*) AS n FROM runs')).toEqual([{ n: 1 }]);
  });

  it('that succeed drop what they mean to drop', async () => {
    const source = await filled();
    await source.destroy();
    const after = await connect(make(First, migration('Good2026010200000', everything)));
    const runner = after.createQueryRunner();
    expect(await Promise.all(['readers', 'books', '_gone_books'].map(async (name) => runner.hasTable(name)))).toEqual([true, false, false]);
    expect((await runner.getTable('shelves'))?.columns.map(({ name }) => name)).toEqual(['id', 'name', 'color']);
    await runner.release();
    expect(await after.query('SELECT name, color FROM shelves')).toEqual([{ name: 'top', color: 'red' }]);
  });

  it('go down one by one and up again', async () => {
    const second = migration('Second2026010200000', async (runner) => runner.addColumn('shelves', new TableColumn({ name: 'note', type: 'varchar', length: '10', isNullable: true })), async (runner) => runner.dropColumn('shelves', 'note'));
    const source = await connect(make(First, second));
    expect(await migrateDown(source, 1)).toEqual(['Second2026010200000']);
    expect(await migrateDown(source)).toEqual(['First2026010100000']);
    expect(await migrateDown(source)).toEqual([]);
    expect(await migrateUp(source)).toEqual(['First2026010100000', 'Second2026010200000']);
    expect(await migrateUp(source)).toEqual([]);
  });

  it('refuse a database that a newer version has changed', async () => {
    await (await connect(make(First, migration('Newer2026010200000', async () => {})))).destroy();
    await expect(connect(make(First))).rejects.toThrow('The database is newer than this version of the app: it has Newer2026010200000');
  });

  it('refuse to drop a table that others refer to', async () => {
    await (await filled()).destroy();
    await expect(connect(make(First, migration('Cruel2026010200000', async (runner) => dropTables(runner, 'shelves'))))).rejects.toThrow(/was taken back/);
    expect(await (await open(make(First))).query('SELECT title FROM books')).toEqual([{ title: 'Dune' }]);
  });

  it('refuse names without an order', async () => {
    await expect(connect(make(migration('Nameless', async () => {})))).rejects.toThrow('must end with the 13 digits');
    await expect(connect(make(First, migration('Other2026010100000', async () => {})))).rejects.toThrow('Two migrations end with 2026010100000');
  });

  async function kill(source: DataSource): Promise<void> {
    if (kind === 'sqlite') {
      await source.destroy();
      return;
    }
    const killer = await open(make());
    if (kind === 'mariadb') {
      const rows = await killer.query<{ id: number }[]>('SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()');
      for (const { id } of rows) await killer.query(`KILL ${id}`);
    } else await killer.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()');
    await source.destroy().catch(() => {});
  }
});
