import { dropTables, table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Templates that servers are made from. */
export class ArmaTemplates2026112710350 implements MigrationInterface {
  name = 'ArmaTemplates2026112710350';

  async up(runner: QueryRunner): Promise<void> {
    const templates = table(runner, 'arma_templates').id().string('name', 64).string('name_key', 64).text('description').json('settings').json('config').json('mods');
    await templates.string('created_by', 64).times().unique('name_key').create();
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'arma_templates');
  }
}
