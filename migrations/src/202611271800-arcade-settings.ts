import { dropTables, table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Settings of the network that were changed while it runs, and names that players give their cards. */
export class ArcadeSettings2026112718000 implements MigrationInterface {
  name = 'ArcadeSettings2026112718000';

  async up(runner: QueryRunner): Promise<void> {
    await table(runner, 'arcade_network_settings').id().string('name', 64).text('value').unique('name').create();
    await table(runner, 'arcade_cards').string('label', 64, { nullable: true }).alter();
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('arcade_cards', 'label');
    await dropTables(runner, 'arcade_network_settings');
  }
}
