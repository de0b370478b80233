import { dropTables, table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Scans with where they got to, what they could not read, and what the brake holds back. */
export class LibraryScans2026112013000 implements MigrationInterface {
  name = 'LibraryScans2026112013000';

  async up(runner: QueryRunner): Promise<void> {
    await table(runner, 'library_scans')
      .id()
      .string('job_id', 100, { nullable: true })
      .string('status', 20)
      .string('trigger', 20)
      .int('user_id', { nullable: true })
      .json('request')
      .json('stats')
      .json('checkpoint')
      .int('failure_count', { default: 0 })
      .text('message', { nullable: true })
      .utc('created_at')
      .utc('started_at', { nullable: true })
      .utc('ended_at', { nullable: true })
      .index('status')
      .create();
    await table(runner, 'library_scan_failures')
      .id()
      .int('scan_id')
      .string('path', 1000)
      .string('problem', 40)
      .string('message', 1000)
      .utc('created_at')
      .index('scan_id', 'id')
      .references('scan_id', { table: 'library_scans' })
      .create();
    await table(runner, 'library_scan_brakes')
      .id()
      .string('fs_slug', 400)
      .int('platform_id')
      .string('kind', 20)
      .int('vanished_count')
      .int('total_count')
      .json('rom_ids')
      .string('status', 20)
      .utc('created_at')
      .utc('decided_at', { nullable: true })
      .unique('fs_slug')
      .create();
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'library_scan_brakes', 'library_scan_failures', 'library_scans');
  }
}
