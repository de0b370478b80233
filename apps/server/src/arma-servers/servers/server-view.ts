import { z } from 'zod';
import type { HostView } from '../hosts/host-directory.js';
import type { ServerPaths } from '../configuration/files/model.js';
import { MOMENT } from '../http/answers.js';
import type { LiveState } from './live-state.js';
import { portsOf, type PortUse } from './ports.js';
import { PRIORITY, SERVER_STATUS } from './server.dto.js';
import type { ArmaServer } from './server.entity.js';

const LAST_EXIT = z.object({ code: z.int().nullable(), signal: z.string().nullable(), at: z.string(), reason: z.string() }).nullable();

/** A server in lists (arma-servers spec §1.3). */
export const SERVER_SUMMARY = z.object({
  id: z.int(),
  name: z.string(),
  description: z.string(),
  status: SERVER_STATUS,
  desired_state: z.enum(['stopped', 'running']),
  game_port: z.int(),
  rcon_port: z.int(),
  pid: z.int().nullable(),
  started_at: MOMENT.nullable(),
  uptime_seconds: z.int().nullable(),
  stopped_at: MOMENT.nullable(),
  player_count: z.int(),
  max_players: z.int(),
  current_mission: z.string().nullable(),
  current_map: z.string().nullable(),
  cpu_percent: z.number().nullable(),
  ram_mb: z.number().nullable(),
  server_fps: z.number().nullable(),
  rcon_connected: z.boolean(),
  restart_count: z.int(),
  restart_in_seconds: z.int().nullable(),
  last_exit: LAST_EXIT,
  last_error: z.string().nullable(),
  restart_required: z.boolean(),
  tags: z.array(z.string()),
  host_id: z.string(),
  host_name: z.string(),
  /** Whether a manager looks after the servers of that host now; if not, what is shown is the last that is known. */
  host_online: z.boolean(),
  /** Whether the manager that answers is the one of that host: only there can its files be fetched and brought. */
  host_here: z.boolean(),
  updated_at: MOMENT,
});
export type ServerSummary = z.infer<typeof SERVER_SUMMARY>;

/** What a port is for. */
export const PORT_ROLE = z.enum(['game', 'steam_query', 'steam', 'voice', 'battleye', 'rcon']);
const PORT_USE: z.ZodType<PortUse> = z.object({ port: z.int(), role: PORT_ROLE });

/** A server with everything an operator sets. */
export const SERVER_DETAIL = SERVER_SUMMARY.extend({
  exe_path: z.string(),
  auto_start: z.boolean(),
  auto_restart: z.boolean(),
  max_restarts: z.int(),
  restart_window_seconds: z.int(),
  restart_delay_seconds: z.int(),
  cpu_affinity: z.array(z.int()).nullable(),
  priority: PRIORITY,
  memory_limit_mb: z.int().nullable(),
  memory_policy: z.enum(['warn', 'restart']),
  query_port: z.int(),
  ports: z.array(PORT_USE),
  paths: z.object({ root: z.string(), profiles: z.string(), battleye: z.string(), mpmissions: z.string(), log: z.string().nullable() }),
  config_revision: z.int(),
  running_revision: z.int().nullable(),
  mod_counts: z.object({ client: z.int(), server: z.int(), optional: z.int() }),
  warnings: z.array(z.string()),
  created_at: MOMENT,
});
export type ServerDetail = z.infer<typeof SERVER_DETAIL>;

const ALIVE = new Set(['starting', 'running', 'stopping']);

/** The summary of a server. */
export function summaryOf(server: ArmaServer, live: LiveState, maxPlayers: number, host: HostView | undefined): ServerSummary {
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
    host_name: host?.name ?? server.host_id,
    host_online: host?.online ?? false,
    host_here: host?.here ?? false,
    updated_at: server.updated_at.toISOString(),
  };
}

function warningsOf(server: ArmaServer, summary: ServerSummary): string[] {
  const warnings: string[] = [];
  if (server.rcon_port === server.game_port + 4) warnings.push('The RCon port is the one of BattlEye’s own traffic; game port + 8 is safer.');
  if (!summary.host_online) warnings.push(`The manager of the host ${summary.host_name} is away: this is the last that is known, and the server can’t be reached from here.`);
  return warnings;
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
    memory_limit_mb: server.memory_limit_mb,
    memory_policy: server.memory_policy,
    query_port: server.game_port + 1,
    ports: portsOf(server),
    paths: { root: paths.root, profiles: paths.profiles, battleye: paths.battleye, mpmissions: paths.mpmissions, log: server.log_path },
    config_revision: server.config_revision,
    running_revision: server.running_revision,
    mod_counts: modCounts,
    warnings: warningsOf(server, summary),
    created_at: server.created_at.toISOString(),
  };
}
