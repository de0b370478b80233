import { dropTables, table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Named lists of mods. */
export class ArmaPresets2026112722400 implements MigrationInterface {
  name = 'ArmaPresets2026112722400';

  async up(runner: QueryRunner): Promise<void> {
    await table(runner, 'arma_presets').id().string('name', 64).string('name_key', 64).json('mods').string('created_by', 64).times().unique('name_key').create();
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'arma_presets');
  }
}
