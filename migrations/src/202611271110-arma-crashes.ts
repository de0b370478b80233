import { dropTables, table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const nullable = { nullable: true };

/** Crashes of servers with what helps to mend them, and calls that must not be carried out twice. */
export class ArmaCrashes2026112711100 implements MigrationInterface {
  name = 'ArmaCrashes2026112711100';

  async up(runner: QueryRunner): Promise<void> {
    const crashes = table(runner, 'arma_crashes').id().int('server_id').utc('crashed_at').utc('started_at', nullable).int('exit_code', nullable).string('exit_signal', 16, nullable).text('reason');
    crashes.json('last_lines').string('session_id', 36, nullable).string('log_file', 255, nullable).string('dump_file', 255, nullable).bigint('dump_bytes', nullable).json('mods');
    crashes.string('mission', 160, nullable).string('map', 64, nullable).int('player_count', { default: 0 }).int('config_revision', nullable);
    await crashes.index('server_id', 'id').index('crashed_at').references('server_id', { table: 'arma_servers' }).create();

    const calls = table(runner, 'arma_idempotency').string('key_hash', 64, { primary: true }).string('fingerprint', 64).int('status', nullable).json('body', nullable);
    await calls.utc('created_at').index('created_at').create();
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'arma_idempotency', 'arma_crashes');
  }
}
