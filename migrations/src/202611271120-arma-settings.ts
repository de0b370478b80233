import { dropTables, table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Settings of the server manager that were changed while it runs, and the memory a server may take. */
export class ArmaSettings2026112711200 implements MigrationInterface {
  name = 'ArmaSettings2026112711200';

  async up(runner: QueryRunner): Promise<void> {
    const settings = table(runner, 'arma_settings').id().string('host_id', 64).string('name', 64).json('value').string('updated_by', 64).utc('updated_at');
    await settings.unique('host_id', 'name').create();
    await table(runner, 'arma_servers').int('memory_limit_mb', { nullable: true }).string('memory_policy', 10, { default: 'restart' }).alter();
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('arma_servers', 'memory_policy');
    await runner.dropColumn('arma_servers', 'memory_limit_mb');
    await dropTables(runner, 'arma_settings');
  }
}
