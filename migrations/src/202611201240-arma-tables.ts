import { dropTables, table, type TableBuilder } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const nullable = { nullable: true };
const ofServer = { table: 'arma_servers' };

/** Servers with their configuration, players, bans, logs, metrics, missions and mods. */
export class ArmaTables2026112012400 implements MigrationInterface {
  name = 'ArmaTables2026112012400';

  async up(runner: QueryRunner): Promise<void> {
    await createServers(runner);
    await createConfigs(runner);
    await createPlayers(runner);
    await createLogsAndMetrics(runner);
    await createContent(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(
      runner,
      'arma_server_mods', 'arma_mods', 'arma_rotation', 'arma_missions', 'arma_metrics_1h', 'arma_metrics_1m', 'arma_metrics', 'arma_logs', 'arma_bans', 'arma_player_notes',
      'arma_player_history', 'arma_players', 'arma_config_revisions', 'arma_configs', 'arma_events', 'arma_hosts', 'arma_servers',
    );
  }
}

async function createServers(runner: QueryRunner): Promise<void> {
  const servers = table(runner, 'arma_servers').id().string('name', 64).string('name_key', 64).text('description').string('host_id', 64).string('exe_path', 1000);
  servers.int('game_port').int('rcon_port').string('status', 20, { default: 'stopped' }).string('desired_state', 20, { default: 'stopped' });
  servers.int('pid', nullable).string('pid_start_time', 64, nullable).string('pid_boot_id', 64, nullable).string('session_id', 36, nullable).string('log_path', 1000, nullable);
  servers.utc('started_at', nullable).utc('ready_at', nullable).utc('stopped_at', nullable).json('last_exit', nullable).text('last_error', nullable);
  servers.bool('auto_start', { default: false }).bool('auto_restart', { default: true }).int('max_restarts', { default: 3 });
  servers.int('restart_window_seconds', { default: 3600 }).int('restart_delay_seconds', { default: 10 }).int('restart_count', { default: 0 });
  servers.json('cpu_affinity', nullable).string('priority', 10, { default: 'normal' }).json('tags');
  servers.int('config_revision', { default: 1 }).int('running_revision', nullable).times();
  await servers.unique('name_key').unique('host_id', 'game_port').unique('host_id', 'rcon_port').create();

  const events = table(runner, 'arma_events').id().int('server_id', nullable).string('server_name', 64).string('event_type', 40).string('actor', 64).json('detail');
  await events.utc('created_at').index('server_id', 'id').index('created_at').create();
  const hosts = table(runner, 'arma_hosts').string('host_id', 64, { primary: true }).string('name', 255).string('lease_token', 200, nullable);
  await hosts.utc('lease_until', nullable).utc('last_seen').create();
}

async function createConfigs(runner: QueryRunner): Promise<void> {
  const configs = table(runner, 'arma_configs').int('server_id', { primary: true });
  for (const section of ['server', 'basic', 'profile', 'launch', 'rcon', 'secrets']) configs.json(section);
  await configs.utc('updated_at').references('server_id', ofServer).create();
  const revisions = table(runner, 'arma_config_revisions').id().int('server_id').int('revision').string('section', 20).json('before').json('after');
  await revisions.int('author_id', nullable).utc('created_at').unique('server_id', 'revision').references('server_id', ofServer).create();
}

async function createPlayers(runner: QueryRunner): Promise<void> {
  const players = table(runner, 'arma_players').id().int('server_id').int('player_num').string('name', 255).string('guid', 32, nullable).bool('guid_verified', { default: false });
  players.string('ip', 64).int('port', { default: 0 }).int('ping', { default: -1 }).bool('in_lobby', { default: false }).string('steam_id', 20, nullable);
  players.utc('joined_at').utc('last_seen_at').int('history_id', nullable);
  await players.unique('server_id', 'player_num').references('server_id', ofServer).create();

  const history = table(runner, 'arma_player_history').id().int('server_id', nullable).string('server_name', 64).string('guid', 32, nullable).string('name', 255).string('ip', 64);
  history.string('steam_id', 20, nullable).utc('joined_at').utc('left_at', nullable).int('duration_seconds', { default: 0 }).string('leave_reason', 20, nullable).text('detail', nullable);
  await history.index('guid', 'joined_at').index('server_id', 'joined_at').index('joined_at').create();

  await table(runner, 'arma_player_notes').string('guid', 32, { primary: true }).text('note').bool('watch', { default: false }).int('updated_by', nullable).utc('updated_at').create();

  const bans = table(runner, 'arma_bans').id().int('server_id', nullable).string('kind', 8).string('identity', 64).string('steam_id', 20, nullable).string('player_name', 255, nullable);
  bans.string('reason', 128).int('duration_minutes').string('created_by', 64).utc('created_at').utc('expires_at', nullable).utc('lifted_at', nullable).string('lifted_by', 64, nullable);
  await bans.string('source', 10, { default: 'panel' }).utc('synced_at', nullable).bool('in_game', { default: false }).index('identity').index('server_id').create();
}

async function createLogsAndMetrics(runner: QueryRunner): Promise<void> {
  const logs = table(runner, 'arma_logs').id().int('server_id').string('session_id', 36).utc('ts', nullable).string('ts_raw', 32).utc('received_at').int('level').string('category', 20);
  logs.text('message').int('repeat_count', { default: 1 }).int('source', { default: 1 }).bigint('byte_offset');
  await logs.index('server_id', 'id').index('server_id', 'level', 'id').index('received_at').create();

  const raw = table(runner, 'arma_metrics').int('server_id', { primary: true }).utc('ts', { primary: true }).float('cpu').float('ram_mb').int('player_count');
  await raw.float('fps', nullable).float('net_in', nullable).float('net_out', nullable).create();
  for (const name of ['arma_metrics_1m', 'arma_metrics_1h']) await rollup(table(runner, name)).create();
}

function rollup(builder: TableBuilder): TableBuilder {
  builder.int('server_id', { primary: true }).utc('ts', { primary: true }).float('cpu_avg').float('cpu_max').float('ram_avg').float('ram_max').float('players_avg').int('players_max');
  return builder.float('fps_avg', nullable).float('fps_min', nullable).float('net_in_avg', nullable).float('net_out_avg', nullable).int('samples');
}

async function createContent(runner: QueryRunner): Promise<void> {
  const missions = table(runner, 'arma_missions').id().int('server_id').string('filename', 160).string('mission_name', 160).string('terrain', 64).bigint('size_bytes').string('sha1', 40);
  missions.utc('file_mtime').string('source', 10, { default: 'upload' }).string('workshop_id', 20, nullable).json('pbo').bool('missing', { default: false });
  await missions.string('uploaded_by', 64, nullable).utc('created_at').unique('server_id', 'filename').references('server_id', ofServer).create();

  const rotation = table(runner, 'arma_rotation').id().int('server_id').int('position').int('mission_id', nullable).string('template', 160).string('difficulty', 64).json('params');
  await rotation.bool('enabled', { default: true }).unique('server_id', 'position').references('server_id', ofServer).create();

  const mods = table(runner, 'arma_mods').id().string('name', 128).string('name_key', 128).string('folder_path', 1000).string('folder_key', 64).string('folder_name', 255);
  mods.string('workshop_id', 20, nullable).text('description').string('display_name', 255, nullable).string('version', 64, nullable).string('author', 255, nullable);
  mods.bigint('size_bytes', { default: 0 }).bool('lower_case_ok', { default: true }).json('keys').string('signed', 10, { default: 'none' }).utc('updated_at_steam', nullable);
  await mods.utc('installed_at', nullable).string('status', 12, { default: 'ok' }).times().unique('name_key').unique('folder_key').create();

  const serverMods = table(runner, 'arma_server_mods').int('server_id', { primary: true }).int('mod_id', { primary: true }).string('kind', 10).int('position');
  await serverMods.references('server_id', ofServer).create();
}
