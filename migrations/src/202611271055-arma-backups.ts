import { dropTables, table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const nullable = { nullable: true };

/** Backups of servers, and restores. */
export class ArmaBackups2026112710550 implements MigrationInterface {
  name = 'ArmaBackups2026112710550';

  async up(runner: QueryRunner): Promise<void> {
    const backups = table(runner, 'arma_backups').id().int('server_id', nullable).string('server_name', 64).string('host_id', 64).string('kind', 12).int('schedule_id', nullable).string('note', 255);
    backups.bool('pinned', { default: false }).bool('include_missions', { default: true }).bool('has_passphrase', { default: false }).string('status', 12).text('error', nullable);
    backups.string('filename', 64).bigint('size_bytes', { default: 0 }).string('sha256', 64, nullable).int('file_count', { default: 0 });
    backups.string('created_by', 64).utc('created_at').utc('finished_at', nullable);
    await backups.index('server_id', 'id').references('server_id', { table: 'arma_servers', onDelete: 'SET NULL' }).create();

    const restores = table(runner, 'arma_restores').id().int('server_id').int('backup_id').json('parts').string('status', 12).text('error', nullable).json('report', nullable);
    await restores.string('created_by', 64).utc('created_at').utc('finished_at', nullable).index('server_id', 'id').references('server_id', { table: 'arma_servers' }).create();
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'arma_restores', 'arma_backups');
  }
}
