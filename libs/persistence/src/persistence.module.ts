import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataSource } from 'typeorm';
import { dataSourceOptions, type Schema } from './connection/data-source-options.js';
import { migrateUp } from './migrations/migrate.js';

/** Connects, migrates, and gives the `DataSource` to the whole app. */
@Module({})
export class PersistenceModule {
  static forRoot(url: string, schema: Schema): DynamicModule {
    return {
      module: PersistenceModule,
      global: true,
      imports: [TypeOrmModule.forRootAsync({ useFactory: () => dataSourceOptions(url, schema), dataSourceFactory: async (options) => connect(new DataSource(options ?? dataSourceOptions(url, schema))) })],
    };
  }
}

/** Opens the connection and brings the schema up to date. */
export async function connect(source: DataSource): Promise<DataSource> {
  if (source.options.type === 'better-sqlite3' && source.options.database !== ':memory:') mkdirSync(dirname(source.options.database), { recursive: true });
  await source.initialize();
  await migrateUp(source);
  return source;
}
