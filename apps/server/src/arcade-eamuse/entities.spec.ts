import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { migrations } from '@rumpus/migrations';
import { connect, dataSourceOptions, schemaDrift } from '@rumpus/persistence';
import { DataSource } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../../test/support/databases.js';
import { arcadeEntities } from './entities.js';

Logger.overrideLogger(false);

describe.each<TestDatabase>(['sqlite', 'mariadb', 'postgres'])('the tables of the arcade on %s', (kind) => {
  it('are what the entities say', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'arcade-tables-'));
    const database = await createDatabase(kind, folder);
    const source = await connect(new DataSource(dataSourceOptions(database.url, { entities: arcadeEntities, migrations })));
    try {
      // PostgreSQL's catalogue gives an index's columns in the order of the table, so indices are compared on the others.
      const faults = await schemaDrift(source);
      expect(faults.filter((fault) => kind !== 'postgres' || !/index over/.test(fault))).toEqual([]);
    } finally {
      await source.destroy();
      await database.drop();
      rmSync(folder, { recursive: true });
    }
  });
});
