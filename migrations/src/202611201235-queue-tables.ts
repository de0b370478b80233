import { dropTables, table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Jobs, pauses and cron entries of the embedded queue. */
export class QueueTables2026112012350 implements MigrationInterface {
  name = 'QueueTables2026112012350';

  async up(runner: QueryRunner): Promise<void> {
    const jobs = table(runner, 'queue_jobs').string('id', 200, { primary: true }).string('name', 100).string('state', 20).int('priority');
    jobs.json('payload').json('progress', { nullable: true }).json('result', { nullable: true }).text('failure', { nullable: true }).json('log');
    jobs.int('attempts').int('max_attempts').int('crashes').utc('run_at').utc('created_at').utc('started_at', { nullable: true }).utc('finished_at', { nullable: true });
    jobs.string('owner', 200, { nullable: true }).utc('lease_until', { nullable: true }).bool('cancel_requested');
    await jobs.index('name', 'state', 'run_at').index('state').index('created_at').create();
    await table(runner, 'queue_pauses').string('name', 100, { primary: true }).create();
    await table(runner, 'queue_schedules').string('key', 150, { primary: true }).string('name', 100).string('cron', 100).json('payload').bigint('next_at').create();
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'queue_schedules', 'queue_pauses', 'queue_jobs');
  }
}
