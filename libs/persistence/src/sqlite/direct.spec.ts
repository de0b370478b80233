import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../connection/connect.js';
import { dataSourceOptions } from '../connection/data-source-options.js';
import { isUniqueViolation, transaction } from '../retry.js';
import { sqliteDirectOf, type SqliteDirect } from './direct.js';

let folder: string;
let source: DataSource;
let direct: SqliteDirect;

describe.each(['a file', 'memory'])('the direct way into SQLite (%s)', (kind) => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'direct-'));
    source = await connect(new DataSource(dataSourceOptions(kind === 'memory' ? 'sqlite::memory:' : `sqlite:${join(folder, 'x.db')}`, { entities: [], migrations: [] })));
    await source.query('CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE, flag INTEGER)');
    const found = sqliteDirectOf(source);
    if (found === undefined) throw new Error('no direct way');
    direct = found;
  });
  afterEach(async () => {
    await source.destroy();
    rmSync(folder, { recursive: true });
  });
  const names = async (): Promise<unknown[]> => (await direct.read('SELECT name FROM things ORDER BY id', [])).map(({ name }) => name);

  it('writes all or nothing, and tells ids and counts', async () => {
    expect(await direct.transaction((sql) => Promise.resolve(sql.run('INSERT INTO things (name, flag) VALUES (?, ?)', ['a', true])))).toEqual({ changes: 1, id: 1 });
    await expect(direct.transaction(async (sql) => {
      sql.run('INSERT INTO things (name) VALUES (?)', ['b']);
      await Promise.resolve();
      throw new Error('changed my mind');
    })).rejects.toThrow('changed my mind');
    expect(await direct.read('SELECT name, flag FROM things', [])).toEqual([{ name: 'a', flag: 1 }]);
  });

  it('fails as TypeORM does', async () => {
    const add = (): Promise<unknown> => direct.transaction((sql) => Promise.resolve(sql.run('INSERT INTO things (name) VALUES (?)', ['a'])));
    await add();
    const error = await add().then(() => undefined, (failure: unknown) => failure);
    expect(isUniqueViolation(error)).toBe(true);
    await expect(direct.read('SELECT nonsense FROM things', [])).rejects.toThrow('no such column');
  });

  it('takes turns with TypeORM\'s own transactions', async () => {
    const slow = transaction(source, async (manager) => {
      await manager.query('INSERT INTO things (name) VALUES (?)', ['first']);
      await new Promise((resolve) => setTimeout(resolve, 20));
      await manager.query('INSERT INTO things (name) VALUES (?)', ['second']);
    });
    await new Promise((resolve) => setImmediate(resolve));
    const quick = Array.from({ length: 20 }, (_, i) => direct.transaction(async (sql) => {
      await Promise.resolve();
      return sql.run('INSERT INTO things (name) VALUES (?)', [`quick ${i}`]);
    }));
    await Promise.all([slow, ...quick]);
    expect((await names()).slice(0, 3)).toEqual(['first', 'second', 'quick 0']);
    expect(await names()).toHaveLength(22);
  });

  it('says so when a transaction waits for itself', async () => {
    await expect(direct.transaction(() => direct.transaction(() => Promise.resolve()))).rejects.toThrow('use the manager that the transaction gives');
  }, 10_000);
});
