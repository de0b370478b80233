import type { DataSource } from 'typeorm';

/** Runs the migrations that have not run yet, each in a transaction of its own. */
export async function migrateUp(source: DataSource): Promise<void> {
  await source.runMigrations({ transaction: 'each' });
}
