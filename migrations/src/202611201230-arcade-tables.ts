import { dropTables, table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  'arcade_users',
  'arcade_cards',
  'arcade_extids',
  'arcade_refids',
  'arcade_links',
  'arcade_sessions',
  'arcade_balances',
  'arcade_profiles',
  'arcade_achievements',
  'arcade_timed_achievements',
  'arcade_series_achievements',
  'arcade_player_settings',
  'arcade_play_sessions',
  'arcade_lobbies',
  'arcade_music',
  'arcade_scores',
  'arcade_attempts',
  'arcade_catalog',
  'arcade_arcades',
  'arcade_machines',
  'arcade_game_config',
  'arcade_timed_settings',
  'arcade_scheduled_work',
  'arcade_news',
  'arcade_audit',
  'arcade_api_clients',
  'arcade_api_servers',
] as const;

/** The tables of the e-Amusement network (eamuse-core spec §8). */
export class ArcadeTables2026112012300 implements MigrationInterface {
  readonly name = 'ArcadeTables2026112012300';

  async up(runner: QueryRunner): Promise<void> {
    await createPeople(runner);
    await createPlay(runner);
    await createMusic(runner);
    await createNetwork(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ...TABLES.toReversed());
  }
}

async function createPeople(runner: QueryRunner): Promise<void> {
  await table(runner, 'arcade_users')
    .id()
    .text('pin', { nullable: true })
    .int('account_id', { nullable: true })
    .string('remote_card', 16, { nullable: true })
    .utc('created_at')
    .unique('account_id')
    .unique('remote_card')
    .create();
  await table(runner, 'arcade_cards')
    .id()
    .string('card', 16)
    .int('user_id')
    .unique('card')
    .index('user_id')
    .references('user_id', { table: 'arcade_users' })
    .create();
  await table(runner, 'arcade_extids')
    .id()
    .string('game', 32)
    .int('user_id')
    .int('extid')
    .unique('extid')
    .unique('game', 'user_id')
    .index('user_id')
    .references('user_id', { table: 'arcade_users' })
    .create();
  await table(runner, 'arcade_refids')
    .id()
    .string('refid', 16)
    .string('game', 32)
    .int('version')
    .int('user_id')
    .unique('refid')
    .unique('user_id', 'game', 'version')
    .references('user_id', { table: 'arcade_users' })
    .create();
  await table(runner, 'arcade_links')
    .id()
    .string('game', 32)
    .int('version')
    .int('user_id')
    .string('type', 64)
    .int('other_user_id')
    .json('data')
    .unique('user_id', 'game', 'version', 'type', 'other_user_id')
    .index('other_user_id')
    .references('user_id', { table: 'arcade_users' })
    .references('other_user_id', { table: 'arcade_users' })
    .create();
  await table(runner, 'arcade_sessions')
    .id()
    .string('session', 32)
    .string('type', 16)
    .int('subject_id')
    .bigint('expires_at')
    .unique('session')
    .index('expires_at')
    .create();
  await table(runner, 'arcade_balances')
    .id()
    .int('user_id')
    .int('arcade_id')
    .int('balance')
    .unique('user_id', 'arcade_id')
    .index('arcade_id')
    .references('user_id', { table: 'arcade_users' })
    .create();
}

async function createPlay(runner: QueryRunner): Promise<void> {
  await table(runner, 'arcade_profiles')
    .id()
    .int('user_id')
    .string('game', 32)
    .int('version')
    .json('data')
    .unique('user_id', 'game', 'version')
    .index('game', 'version')
    .references('user_id', { table: 'arcade_users' })
    .create();
  await table(runner, 'arcade_achievements')
    .id()
    .int('user_id')
    .string('game', 32)
    .int('version')
    .string('type', 64)
    .int('item_id')
    .json('data')
    .unique('user_id', 'game', 'version', 'type', 'item_id')
    .index('game', 'version', 'type', 'item_id')
    .references('user_id', { table: 'arcade_users' })
    .create();
  await table(runner, 'arcade_timed_achievements')
    .id()
    .int('user_id')
    .string('game', 32)
    .int('version')
    .string('type', 64)
    .int('item_id')
    .bigint('achieved_at')
    .json('data')
    .unique('user_id', 'game', 'version', 'type', 'item_id', 'achieved_at')
    .references('user_id', { table: 'arcade_users' })
    .create();
  await table(runner, 'arcade_series_achievements')
    .id()
    .int('user_id')
    .string('game', 32)
    .string('type', 64)
    .int('item_id')
    .json('data')
    .unique('user_id', 'game', 'type', 'item_id')
    .references('user_id', { table: 'arcade_users' })
    .create();
  await table(runner, 'arcade_player_settings')
    .id()
    .int('user_id')
    .string('game', 32)
    .json('data')
    .unique('user_id', 'game')
    .references('user_id', { table: 'arcade_users' })
    .create();
  await table(runner, 'arcade_play_sessions')
    .id()
    .int('user_id')
    .string('game', 32)
    .int('version')
    .bigint('saved_at')
    .json('data')
    .unique('user_id', 'game', 'version')
    .index('game', 'version', 'saved_at')
    .references('user_id', { table: 'arcade_users' })
    .create();
  await table(runner, 'arcade_lobbies')
    .id()
    .int('user_id')
    .string('game', 32)
    .int('version')
    .bigint('saved_at')
    .json('data')
    .unique('user_id', 'game', 'version')
    .index('game', 'version', 'saved_at')
    .references('user_id', { table: 'arcade_users' })
    .create();
}

async function createMusic(runner: QueryRunner): Promise<void> {
  await table(runner, 'arcade_music')
    .id()
    .int('music_id')
    .string('game', 32)
    .int('version')
    .int('song_id')
    .int('chart')
    .string('name', 255, { nullable: true })
    .string('artist', 255, { nullable: true })
    .string('genre', 255, { nullable: true })
    .json('data')
    .unique('game', 'version', 'song_id', 'chart')
    .index('music_id')
    .index('game', 'song_id', 'chart')
    .create();
  await table(runner, 'arcade_scores')
    .id()
    .int('user_id')
    .int('music_id')
    .int('points')
    .bigint('achieved_at')
    .bigint('touched_at')
    .int('machine_id')
    .json('data')
    .unique('user_id', 'music_id')
    .index('music_id', 'points')
    .index('machine_id')
    .references('user_id', { table: 'arcade_users' })
    .create();
  await table(runner, 'arcade_attempts')
    .id()
    .int('user_id')
    .int('music_id')
    .int('points')
    .bigint('played_at')
    .int('machine_id')
    .bool('new_record')
    .json('data')
    .unique('user_id', 'music_id', 'played_at')
    .index('music_id', 'played_at')
    .index('played_at')
    .create();
  await table(runner, 'arcade_catalog')
    .id()
    .string('game', 32)
    .int('version')
    .string('type', 64)
    .int('item_id')
    .json('data')
    .unique('game', 'version', 'type', 'item_id')
    .create();
}

async function createNetwork(runner: QueryRunner): Promise<void> {
  await table(runner, 'arcade_arcades')
    .id()
    .string('name', 255)
    .string('description', 255)
    .text('pin')
    .int('region')
    .string('area', 63, { nullable: true })
    .json('data')
    .create();
  await table(runner, 'arcade_machines')
    .id()
    .string('pcbid', 20)
    .string('name', 255)
    .string('description', 255)
    .int('arcade_id', { nullable: true })
    .int('port')
    .string('game', 32, { nullable: true })
    .int('pinned_version', { nullable: true })
    .json('data')
    .unique('pcbid')
    .unique('port')
    .index('arcade_id')
    .create();
  await table(runner, 'arcade_game_config')
    .id()
    .int('arcade_id')
    .string('game', 32)
    .int('version')
    .string('type', 64)
    .json('data')
    .unique('arcade_id', 'game', 'version', 'type')
    .create();
  await table(runner, 'arcade_timed_settings')
    .id()
    .string('game', 32)
    .int('version')
    .string('name', 32)
    .bigint('start_time')
    .bigint('end_time')
    .json('data')
    .unique('game', 'version', 'name', 'start_time')
    .create();
  await table(runner, 'arcade_scheduled_work')
    .id()
    .string('game', 32)
    .int('version')
    .string('name', 32)
    .string('schedule', 16)
    .int('done_year', { nullable: true })
    .int('done_day', { nullable: true })
    .unique('game', 'version', 'name', 'schedule')
    .create();
  await table(runner, 'arcade_news')
    .id()
    .bigint('posted_at')
    .string('title', 255)
    .text('body')
    .index('posted_at')
    .create();
  await table(runner, 'arcade_audit')
    .id()
    .bigint('happened_at')
    .int('user_id', { nullable: true })
    .int('arcade_id', { nullable: true })
    .string('type', 64)
    .json('data')
    .index('type', 'id')
    .index('user_id', 'id')
    .index('arcade_id', 'id')
    .index('happened_at')
    .create();
  await table(runner, 'arcade_api_clients')
    .id()
    .bigint('created_at')
    .string('name', 255)
    .string('token_hash', 64)
    .unique('token_hash')
    .create();
  await table(runner, 'arcade_api_servers')
    .id()
    .bigint('created_at')
    .text('uri')
    .text('token')
    .bool('use_statistics')
    .bool('use_scores')
    .create();
}
