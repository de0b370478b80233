import { dropTables, table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const nullable = { nullable: true };
const ofServer = { table: 'arma_servers' };

/** What servers do by themselves at certain times, and what became of it. */
export class ArmaSchedules2026112710450 implements MigrationInterface {
  name = 'ArmaSchedules2026112710450';

  async up(runner: QueryRunner): Promise<void> {
    const schedules = table(runner, 'arma_schedules').id().int('server_id').string('name', 64).string('cron', 120, nullable).int('every_hours', nullable).string('timezone', 64);
    schedules.string('action', 20).json('payload').json('warnings').int('lock_minutes_before', nullable).int('max_players', nullable).int('max_delay_minutes', { default: 0 });
    schedules.int('catch_up_minutes', { default: 10 }).bool('enabled', { default: true }).bool('skip_next', { default: false });
    schedules.utc('next_run_at', nullable).utc('run_at', nullable).utc('wake_at', nullable).int('warned_minutes', nullable).bool('locked', { default: false });
    schedules.utc('last_run_at', nullable).string('last_result', 20, nullable).string('created_by', 64).times();
    await schedules.index('server_id').index('wake_at').references('server_id', ofServer).create();

    const runs = table(runner, 'arma_schedule_runs').id().int('server_id').int('schedule_id').string('schedule_name', 64).string('action', 20).json('payload').string('actor', 64);
    runs.string('status', 20).text('message', nullable).utc('due_at').utc('started_at', nullable).utc('finished_at', nullable).utc('created_at');
    await runs.index('server_id', 'id').index('created_at').references('server_id', ofServer).create();
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'arma_schedule_runs', 'arma_schedules');
  }
}
