import { dropTables, table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const nullable = { nullable: true };

/** Addresses that are told what happens to servers, and what was sent there. */
export class ArmaWebhooks2026112711000 implements MigrationInterface {
  name = 'ArmaWebhooks2026112711000';

  async up(runner: QueryRunner): Promise<void> {
    const hooks = table(runner, 'arma_webhooks').id().int('server_id', nullable).string('name', 64).string('format', 10).text('url_sealed').string('url_host', 255).json('events');
    hooks.bool('enabled', { default: true }).int('collapse_seconds', { default: 5 }).utc('paused_until', nullable).string('last_status', 12, nullable).text('last_error', nullable).utc('last_at', nullable);
    await hooks.string('created_by', 64).times().index('server_id').references('server_id', { table: 'arma_servers' }).create();

    const deliveries = table(runner, 'arma_webhook_deliveries').id().int('webhook_id').json('event').string('status', 12).int('attempts', { default: 0 }).int('response_status', nullable).text('error', nullable);
    deliveries.string('claim', 36, nullable).utc('claimed_at', nullable).utc('created_at').utc('finished_at', nullable);
    await deliveries.index('webhook_id', 'status').index('created_at').references('webhook_id', { table: 'arma_webhooks' }).create();
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'arma_webhook_deliveries', 'arma_webhooks');
  }
}
