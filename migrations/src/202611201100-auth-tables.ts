import { dropTables, table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const nullable = { nullable: true };
const off = { default: false };

/** Accounts, permission groups, sign-ins, tokens, devices, the audit log and short-lived facts. */
export class AuthTables2026112011000 implements MigrationInterface {
  name = 'AuthTables2026112011000';

  async up(runner: QueryRunner): Promise<void> {
    await createPermissionGroups(runner);
    await createUsers(runner);
    await createRights(runner);
    await createDevices(runner);
    await createTokens(runner);
    await createPairing(runner);
    await createSecondFactor(runner);
    await createLogAndFacts(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'system_facts', 'ephemeral', 'audit_log', 'oidc_identities', 'app_passwords', 'recovery_codes', 'invites', 'device_codes');
    await dropTables(runner, 'refresh_tokens', 'client_tokens', 'sessions', 'devices', 'object_grants', 'hidden_entities', 'permission_overrides');
    await dropTables(runner, 'permission_grants', 'users', 'permission_groups');
  }
}

async function createPermissionGroups(runner: QueryRunner): Promise<void> {
  const groups = table(runner, 'permission_groups').id().string('name', 255).string('description', 1000, { default: '' }).string('color', 20, nullable);
  await groups.bool('is_default', off).bool('is_system', off).json('extra_scopes').times().unique('name').create();
  const grants = table(runner, 'permission_grants').id().int('group_id').string('entity', 30).string('action', 20).bool('own_only', off);
  await grants.unique('group_id', 'entity', 'action').references('group_id', { table: 'permission_groups' }).create();
}

async function createUsers(runner: QueryRunner): Promise<void> {
  const users = table(runner, 'users').id().string('username', 255).string('email', 255, nullable).string('password_hash', 255, nullable);
  users.string('role', 20).bool('enabled', { default: true }).int('permission_group_id', nullable).json('extra_scopes').json('server_ids', nullable);
  users.int('token_version', { default: 1 }).int('rights_version', { default: 1 }).bool('must_change_password', off);
  users.string('avatar_path', 1000, { default: '' }).string('ra_username', 255, { default: '' }).json('ra_progression', nullable).json('ui_settings', nullable);
  users.text('totp_secret', nullable).bigint('totp_last_step', { default: 0 }).utc('last_login', nullable).utc('last_active', nullable).times();
  users.unique('username').unique('email').index('permission_group_id');
  await users.references('permission_group_id', { table: 'permission_groups', onDelete: 'SET NULL' }).create();
}

async function createRights(runner: QueryRunner): Promise<void> {
  const overrides = table(runner, 'permission_overrides').id().int('user_id').string('entity', 30).string('action', 20).bool('granted').bool('own_only', off);
  await overrides.unique('user_id', 'entity', 'action').references('user_id', { table: 'users' }).create();
  const hidden = table(runner, 'hidden_entities').id().int('user_id', nullable).int('group_id', nullable).string('entity', 30).int('entity_id');
  await hidden.index('user_id').index('group_id').references('user_id', { table: 'users' }).references('group_id', { table: 'permission_groups' }).create();
  const objects = table(runner, 'object_grants').id().int('user_id').string('kind', 30).string('object_id', 64).string('scope', 40);
  await objects.unique('user_id', 'kind', 'object_id', 'scope').references('user_id', { table: 'users' }).create();
}

async function createDevices(runner: QueryRunner): Promise<void> {
  const devices = table(runner, 'devices').string('id', 255, { primary: true }).int('user_id').string('client_device_identifier', 255, nullable);
  devices.string('name', 255, nullable).string('platform', 50, nullable).string('client', 50, nullable).string('client_version', 50, nullable);
  devices.string('ip_address', 64, nullable).string('mac_address', 17, nullable).string('hostname', 255, nullable).string('sync_mode', 20, { default: 'api' });
  devices.bool('sync_enabled', { default: true }).json('sync_config', nullable).utc('last_seen', nullable).times();
  await devices.index('user_id').references('user_id', { table: 'users' }).create();
}

async function createTokens(runner: QueryRunner): Promise<void> {
  const sessions = table(runner, 'sessions').id().string('secret_hash', 64).int('user_id').string('kind', 20).string('device_id', 255, nullable);
  sessions.string('ip', 64).string('user_agent', 500).text('oidc_id_token', nullable).utc('created_at').utc('last_seen').utc('expires_at');
  await sessions.unique('secret_hash').index('user_id').index('expires_at').references('user_id', { table: 'users' }).create();
  const tokens = table(runner, 'client_tokens').id().int('user_id').string('name', 255).string('token_hash', 64).json('scopes').string('device_id', 255, nullable);
  tokens.utc('expires_at', nullable).utc('last_used_at', nullable).utc('created_at');
  await tokens.unique('token_hash').index('user_id').references('user_id', { table: 'users' }).create();
  const refresh = table(runner, 'refresh_tokens').id().string('jti', 36).string('family', 36).int('user_id').json('scopes').utc('used_at', nullable).utc('expires_at');
  await refresh.unique('jti').index('family').index('user_id').index('expires_at').references('user_id', { table: 'users' }).create();
}

async function createPairing(runner: QueryRunner): Promise<void> {
  const codes = table(runner, 'device_codes').id().string('device_code_hash', 64).string('user_code_hash', 64, nullable).string('status', 20);
  codes.string('client_device_identifier', 255).string('name', 255).string('client', 50).string('platform', 50, nullable).string('client_version', 50, nullable);
  codes.json('requested_scopes').int('token_id', nullable).utc('last_poll', nullable).utc('expires_at');
  await codes.unique('device_code_hash').unique('user_code_hash').index('expires_at').create();
  const invites = table(runner, 'invites').id().string('jti', 36).int('created_by', nullable).string('role', 20).int('permission_group_id', nullable);
  await invites.string('email', 255, nullable).utc('created_at').utc('expires_at').utc('used_at', nullable).int('used_by', nullable).unique('jti').create();
}

async function createSecondFactor(runner: QueryRunner): Promise<void> {
  const codes = table(runner, 'recovery_codes').id().int('user_id').string('code_hash', 64).utc('used_at', nullable);
  await codes.index('user_id').references('user_id', { table: 'users' }).create();
  const passwords = table(runner, 'app_passwords').id().int('user_id').string('name', 255).string('secret_hash', 64).utc('last_used_at', nullable).utc('created_at');
  await passwords.unique('secret_hash').index('user_id').references('user_id', { table: 'users' }).create();
  const identities = table(runner, 'oidc_identities').id().int('user_id').string('issuer', 255).string('subject', 255).utc('created_at');
  await identities.unique('issuer', 'subject').index('user_id').references('user_id', { table: 'users' }).create();
}

async function createLogAndFacts(runner: QueryRunner): Promise<void> {
  const log = table(runner, 'audit_log').id().utc('at').string('action', 60).int('actor_id', nullable).string('actor_name', 255, nullable);
  log.string('target', 255, nullable).string('ip', 64, nullable).string('user_agent', 500, nullable).json('detail');
  await log.index('at').index('action').index('actor_id').create();
  const ephemeral = table(runner, 'ephemeral').string('key', 255, { primary: true }).text('value', nullable).bigint('count', { default: 0 }).string('nonce', 32);
  await ephemeral.utc('expires_at').index('expires_at').create();
  await table(runner, 'system_facts').string('name', 100, { primary: true }).utc('at').string('value', 255, nullable).create();
}
