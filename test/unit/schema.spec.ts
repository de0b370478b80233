import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { migrations } from '@rumpus/migrations';
import { dataSourceOptions, migrateDown, migrateUp, open, schemaDrift } from '@rumpus/persistence';
import { DataSource, getMetadataArgsStorage } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type Database, onEachDatabase } from '../support/databases.js';

Logger.overrideLogger(false);

// Importing a file with an entity is what makes it known; a new file is found by its name.
const files = (import.meta as unknown as { glob(patterns: string[]): Record<string, () => Promise<unknown>> }).glob(['../../{apps/server,libs/*}/src/**/*.entit{y,ies}.ts', '../../{apps/server,libs/*}/src/**/entities.ts', '../../{apps/server,libs/*}/src/**/entities/*.ts']);

onEachDatabase('the whole schema', (kind) => {
  let folder: string;
  let database: Database;
  let source: DataSource;
  beforeAll(async () => {
    await Promise.all(Object.values(files).map(async (load) => load()));
    const entities = getMetadataArgsStorage().tables.flatMap(({ target }) => (typeof target === 'string' ? [] : [target]));
    folder = mkdtempSync(join(tmpdir(), 'rumpus-schema-'));
    database = await createDatabase(kind, folder);
    source = await open(new DataSource(dataSourceOptions(database.url, { entities, migrations })));
  }, 60_000);
  afterAll(async () => {
    await source.destroy();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const tables = async (): Promise<string[]> => {
    const runner = source.createQueryRunner();
    try {
      const known = source.entityMetadatas.map(({ tableName }) => tableName);
      const there = await Promise.all(known.map(async (name) => runner.hasTable(name)));
      return known.filter((_, index) => there[index]);
    } finally {
      await runner.release();
    }
  };

  it('goes up from nothing, down to nothing and up again', async () => {
    const names = await migrateUp(source);
    expect(names).toHaveLength(migrations.length);
    expect(await tables()).toHaveLength(source.entityMetadatas.length);
    expect(await migrateDown(source)).toEqual(names.toReversed());
    expect(await tables()).toEqual([]);
    expect(await migrateUp(source)).toEqual(names);
  }, 60_000);

  it('is what the entities say', async () => {
    expect(source.entityMetadatas.length).toBeGreaterThan(0);
    expect(await schemaDrift(source)).toEqual([]);
  }, 60_000);
});
