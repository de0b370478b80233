import { type DataSource, type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { dialectOf } from '../dialect.js';
import { createJournal, Journal, settleJournal } from './journal.js';
import { underMigrationLock } from './lock.js';

/** Limits of a migration run. */
export interface MigrateOptions {
  /** How long to wait for another process that migrates this database. */
  readonly lockTimeoutMs?: number;
}

const defaultLockTimeout = 120_000;

/** A migration as it stands in the data source: its name ends with the 13 digits that order it. */
interface Known {
  readonly name: string;
  readonly timestamp: number;
  readonly migration: MigrationInterface;
}

interface Step {
  readonly name: string;
  readonly run: (runner: QueryRunner) => Promise<void>;
  readonly record: (runner: QueryRunner) => Promise<void>;
}

/**
 * Brings the schema up to date, under a lock: of several processes that start at once one migrates and the others wait.
 * A migration that fails, or whose process dies, leaves the database as it was before that migration; earlier ones
 * stay. Gives the names that ran here.
 * @throws Error with the name of the migration that failed, or when the database is newer than the app
 */
export async function migrateUp(source: DataSource, options: MigrateOptions = {}): Promise<string[]> {
  const known = inOrder(source);
  return withRunner(source, options, async (runner) =>
    repeat(async () =>
      step(runner, (applied) => {
        const unknown = applied.filter((name) => !known.some((entry) => entry.name === name));
        if (unknown.length > 0) throw new Error(`The database is newer than this version of the app: it has ${unknown.join(', ')}. Start the newer version, or restore a backup`);
        const next = known.find(({ name }) => !applied.includes(name));
        return next === undefined ? undefined : { name: next.name, run: async (on) => next.migration.up(on), record: async (on) => insertRow(on, next) };
      }),
    ),
  );
}

/** Takes the newest migrations back, `count` of them or all, newest first. Gives their names. */
export async function migrateDown(source: DataSource, count = Infinity, options: MigrateOptions = {}): Promise<string[]> {
  const known = inOrder(source);
  return withRunner(source, options, async (runner) =>
    repeat(async (done) =>
      done >= count
        ? undefined
        : step(runner, (applied) => {
            const last = known.findLast(({ name }) => applied.includes(name));
            return last === undefined ? undefined : { name: last.name, run: async (on) => last.migration.down(on), record: async (on) => deleteRow(on, last.name) };
          }),
    ),
  );
}

async function repeat(next: (done: number) => Promise<string | undefined>): Promise<string[]> {
  const names: string[] = [];
  for (;;) {
    const name = await next(names.length);
    if (name === undefined) return names;
    names.push(name);
  }
}

function inOrder(source: DataSource): Known[] {
  const known = source.migrations.map((migration): Known => {
    const name = migration.name ?? migration.constructor.name;
    const timestamp = Number(/\d{13}$/.exec(name)?.[0]);
    if (Number.isNaN(timestamp)) throw new Error(`The migration ${name} must end with the 13 digits that order it`);
    return { name, timestamp, migration };
  });
  known.sort((a, b) => a.timestamp - b.timestamp);
  const twice = known.find(({ timestamp }, index) => known[index + 1]?.timestamp === timestamp);
  if (twice !== undefined) throw new Error(`Two migrations end with ${twice.timestamp}; their order would be chance`);
  return known;
}

async function withRunner<T>(source: DataSource, options: MigrateOptions, work: (runner: QueryRunner) => Promise<T>): Promise<T> {
  const runner = source.createQueryRunner();
  const dialect = dialectOf(source);
  try {
    return await underMigrationLock(runner, options.lockTimeoutMs ?? defaultLockTimeout, async () => {
      // A dropped table must not take the rows of others with it; the references are checked before the commit.
      if (dialect === 'sqlite') await runner.query('PRAGMA foreign_keys = OFF');
      if (dialect === 'mysql') {
        await createJournal(runner);
        await settleJournal(runner);
      }
      return await work(runner);
    });
  } finally {
    if (dialect === 'sqlite') await runner.query('PRAGMA foreign_keys = ON');
    await runner.release();
  }
}

/** Chooses the next step by what is applied, runs it and records it: all of it or nothing. */
async function step(runner: QueryRunner, choose: (applied: readonly string[]) => Step | undefined): Promise<string | undefined> {
  if (dialectOf(runner.manager) === 'mysql') return journalled(runner, choose(await readApplied(runner)));
  await runner.startTransaction();
  try {
    const chosen = choose(await readApplied(runner));
    if (chosen !== undefined) {
      await named(chosen.name, async () => {
        await chosen.run(runner);
        await checkReferences(runner);
      });
      await chosen.record(runner);
    }
    await runner.commitTransaction();
    return chosen?.name;
  } catch (error) {
    await runner.rollbackTransaction();
    throw error;
  }
}

async function journalled(main: QueryRunner, chosen: Step | undefined): Promise<string | undefined> {
  if (chosen === undefined) return undefined;
  const runner = main.dataSource.createQueryRunner();
  const journal = Journal.open(runner);
  try {
    await named(chosen.name, async () => chosen.run(runner));
    await journal.complete(async () => chosen.record(runner));
    return chosen.name;
  } catch (error) {
    await settleJournal(main);
    throw error;
  } finally {
    await runner.release();
  }
}

async function named(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new Error(`The migration ${name} failed and was taken back: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function checkReferences(runner: QueryRunner): Promise<void> {
  if (dialectOf(runner.manager) !== 'sqlite') return;
  const broken = (await runner.query('PRAGMA foreign_key_check')) as { table: string }[];
  if (broken.length > 0) throw new Error(`it leaves ${broken.length} broken references in ${[...new Set(broken.map(({ table }) => table))].join(', ')}`);
}

async function readApplied(runner: QueryRunner): Promise<string[]> {
  const integer = dialectOf(runner.manager) === 'mysql' ? 'int' : 'integer';
  const columns = [
    { name: 'id', type: integer, isPrimary: true, isGenerated: true, generationStrategy: 'increment' as const },
    { name: 'timestamp', type: 'bigint' },
    { name: 'name', type: 'varchar' },
  ];
  await runner.createTable(new Table({ name: 'migrations', columns }), true);
  const rows = (await runner.query('SELECT name FROM migrations ORDER BY id')) as { name: string }[];
  return rows.map(({ name }) => name);
}

async function insertRow(runner: QueryRunner, { name, timestamp }: Known): Promise<void> {
  await runner.manager.createQueryBuilder().insert().into('migrations', ['timestamp', 'name']).values({ timestamp, name }).execute();
}

async function deleteRow(runner: QueryRunner, name: string): Promise<void> {
  await runner.manager.createQueryBuilder().delete().from('migrations').where('name = :name', { name }).execute();
}
