import { table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Notes what let somebody in: who came through an OpenID provider is not asked for a new password. */
export class SessionMethod2026112710300 implements MigrationInterface {
  name = 'SessionMethod2026112710300';

  async up(runner: QueryRunner): Promise<void> {
    await table(runner, 'sessions').string('method', 20, { nullable: true }).alter();
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('sessions', 'method');
  }
}
