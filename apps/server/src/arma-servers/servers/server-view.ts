import type { ServerPaths } from '../configuration/files/model.js';
import type { LiveState } from './live-state.js';
import { portsOf, type PortUse } from './ports.js';
import type { ArmaServer } from './server.entity.js';

/** A server in lists (arma-servers spec §1.3). */
export interface ServerSummary {
  id: number;
  name: string;
  description: string;
  status: string;
  desired_state: string;
  game_port: number;
  rcon_port: number;
  pid: number | null;
  started_at: string | null;
  uptime_seconds: number | null;
  stopped_at: string | null;
  player_count: number;
  max_players: number;
  current_mission: string | null;
  current_map: string | null;
  cpu_percent: number | null;
  ram_mb: number | null;
  server_fps: number | null;
  rcon_connected: boolean;
  restart_count: number;
  restart_in_seconds: number | null;
  last_exit: ArmaServer['last_exit'];
  last_error: string | null;
  restart_required: boolean;
  tags: string[];
  host_id: string;
  updated_at: string;
}

/** A server with everything an operator sets. */
export interface ServerDetail extends ServerSummary {
  exe_path: string;
  auto_start: boolean;
  auto_restart: boolean;
  max_restarts: number;
  restart_window_seconds: number;
  restart_delay_seconds: number;
  cpu_affinity: number[] | null;
  priority: string;
  query_port: number;
  ports: PortUse[];
  paths: { root: string; profiles: string; battleye: string; mpmissions: string; log: string | null };
  config_revision: number;
  running_revision: number | null;
  mod_counts: Record<'client' | 'server' | 'optional', number>;
  warnings: string[];
  created_at: string;
}

const ALIVE = new Set(['starting', 'running', 'stopping']);

/** The summary of a server. */
export function summaryOf(server: ArmaServer, live: LiveState, maxPlayers: number): ServerSummary {
  const alive = ALIVE.has(server.status);
  return {
    id: server.id,
    name: server.name,
    description: server.description,
    status: server.status,
    desired_state: server.desired_state,
    game_port: server.game_port,
    rcon_port: server.rcon_port,
    pid: server.pid,
    started_at: server.started_at?.toISOString() ?? null,
    uptime_seconds: alive && server.started_at !== null ? Math.round((Date.now() - server.started_at.getTime()) / 1_000) : null,
    stopped_at: server.stopped_at?.toISOString() ?? null,
    player_count: alive ? live.playerCount : 0,
    max_players: maxPlayers,
    current_mission: live.mission,
    current_map: live.map,
    cpu_percent: live.cpuPercent,
    ram_mb: live.ramMb,
    server_fps: live.fps,
    rcon_connected: live.rconConnected,
    restart_count: server.restart_count,
    restart_in_seconds: live.restartAt === null ? null : Math.max(0, Math.round((live.restartAt - Date.now()) / 1_000)),
    last_exit: server.last_exit,
    last_error: server.last_error,
    restart_required: alive && server.running_revision !== null && server.running_revision !== server.config_revision,
    tags: server.tags,
    host_id: server.host_id,
    updated_at: server.updated_at.toISOString(),
  };
}

/** Everything about a server. */
export function detailOf(server: ArmaServer, summary: ServerSummary, paths: ServerPaths, modCounts: ServerDetail['mod_counts']): ServerDetail {
  return {
    ...summary,
    exe_path: server.exe_path,
    auto_start: server.auto_start,
    auto_restart: server.auto_restart,
    max_restarts: server.max_restarts,
    restart_window_seconds: server.restart_window_seconds,
    restart_delay_seconds: server.restart_delay_seconds,
    cpu_affinity: server.cpu_affinity,
    priority: server.priority,
    query_port: server.game_port + 1,
    ports: portsOf(server),
    paths: { root: paths.root, profiles: paths.profiles, battleye: paths.battleye, mpmissions: paths.mpmissions, log: server.log_path },
    config_revision: server.config_revision,
    running_revision: server.running_revision,
    mod_counts: modCounts,
    warnings: server.rcon_port === server.game_port + 4 ? ['The RCon port is the one of BattlEye’s own traffic; game port + 8 is safer.'] : [],
    created_at: server.created_at.toISOString(),
  };
}
