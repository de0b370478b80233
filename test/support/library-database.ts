import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authEntities } from '@rumpus/auth';
import { migrations } from '@rumpus/migrations';
import { connect, dataSourceOptions } from '@rumpus/persistence';
import { DataSource } from 'typeorm';
import { libraryEntities } from '../../apps/server/src/library/entities.js';
import { createDatabase, testDatabase } from './databases.js';

/** A migrated, empty database with the tables of the library, of the kind under test. */
export interface LibraryDatabase {
  readonly source: DataSource;
  drop(): Promise<void>;
}

export async function openLibraryDatabase(kind = testDatabase()): Promise<LibraryDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'rumpus-library-'));
  const database = await createDatabase(kind, folder);
  const source = await connect(new DataSource(dataSourceOptions(database.url, { entities: [...authEntities, ...libraryEntities], migrations })));
  return {
    source,
    drop: async () => {
      await source.destroy();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
