import { dropTables, table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of the arcade that can be taken back: imports and deletions, with every row they touched. */
export class ArcadeChanges2026112710140 implements MigrationInterface {
  readonly name = 'ArcadeChanges2026112710140';

  async up(runner: QueryRunner): Promise<void> {
    await table(runner, 'arcade_changes')
      .id()
      .bigint('made_at')
      .string('kind', 32)
      .string('title', 255)
      .int('account_id', { nullable: true })
      .text('report')
      .bigint('undone_at', { nullable: true })
      .create();
    await table(runner, 'arcade_change_rows')
      .id()
      .int('change_id')
      .string('table_name', 64)
      .int('row_id')
      .text('row_before', { nullable: true })
      .text('row_after', { nullable: true })
      .index('change_id', 'id')
      .references('change_id', { table: 'arcade_changes' })
      .create();
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'arcade_change_rows', 'arcade_changes');
  }
}
