import { dropTables, table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the managers of several hosts tell each other: where their files lie, and how their running servers are. */
export class ArmaHosts2026112710210 implements MigrationInterface {
  name = 'ArmaHosts2026112710210';

  async up(runner: QueryRunner): Promise<void> {
    await table(runner, 'arma_hosts').string('servers_dir', 1000, { nullable: true }).alter();
    await table(runner, 'arma_live_states').int('server_id', { primary: true }).json('state').utc('updated_at').references('server_id', { table: 'arma_servers' }).create();
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'arma_live_states');
    await runner.dropColumn('arma_hosts', 'servers_dir');
  }
}
