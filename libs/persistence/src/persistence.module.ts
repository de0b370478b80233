import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { connect } from './connection/connect.js';
import { dataSourceOptions, type Schema, type Tuning } from './connection/data-source-options.js';

/** How the app uses its database. */
export interface PersistenceOptions extends Tuning {
  /** How long the start waits for a database that does not answer yet. */
  readonly waitMs?: number;
}

/** Connects, migrates under a lock, and gives TypeORM's `DataSource` to the whole app. */
@Module({})
export class PersistenceModule {
  static forRoot(url: string, schema: Schema, options: PersistenceOptions = {}): DynamicModule {
    const settings = dataSourceOptions(url, schema, options);
    const typeOrm = TypeOrmModule.forRootAsync({
      // Waiting is done in `connect`, with a message that says what is waited for.
      useFactory: () => ({ ...settings, retryAttempts: 0 }),
      dataSourceFactory: async () => connect(new DataSource(settings), options.waitMs === undefined ? {} : { waitMs: options.waitMs }),
    });
    return { module: PersistenceModule, global: true, imports: [typeOrm], exports: [typeOrm] };
  }
}
