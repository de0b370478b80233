/** What the routes of game servers answer (arma-servers spec §1.3 to §1.10); the OpenAPI document holds their inputs only. */

/** States of a server's process, in the order of a life. */
export const STATUSES = ['stopped', 'starting', 'running', 'stopping', 'crashed', 'restarting', 'error'] as const;
export type ServerStatus = (typeof STATUSES)[number];

/** A server in lists. */
export interface ServerSummary {
  id: number;
  name: string;
  description: string;
  status: ServerStatus;
  desired_state: 'stopped' | 'running';
  game_port: number;
  rcon_port: number;
  pid: number | null;
  started_at: string | null;
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
  last_exit: { code: number | null; signal: string | null; at: string; reason: string } | null;
  last_error: string | null;
  restart_required: boolean;
  tags: string[];
  host_id: string;
  updated_at: string;
}

export type PriorityName = 'idle' | 'low' | 'normal' | 'high';

/** A server with everything an operator sets. */
export interface ServerDetail extends ServerSummary {
  exe_path: string;
  auto_start: boolean;
  auto_restart: boolean;
  max_restarts: number;
  restart_window_seconds: number;
  restart_delay_seconds: number;
  cpu_affinity: number[] | null;
  priority: PriorityName;
  memory_limit_mb: number | null;
  memory_policy: 'warn' | 'restart';
  query_port: number;
  ports: { port: number; role: string }[];
  paths: { root: string; profiles: string; battleye: string; mpmissions: string; log: string | null };
  config_revision: number;
  running_revision: number | null;
  mod_counts: Record<'client' | 'server' | 'optional', number>;
  warnings: string[];
  created_at: string;
}

/** Something that stands in the way of a start, or may spoil it. */
export interface LaunchProblem {
  severity: 'error' | 'warning';
  code: string;
  message: string;
}

/** What a dry run found. */
export interface DryRunReport {
  id: number;
  ok: boolean;
  problems: LaunchProblem[];
}

export interface PortPlan {
  game_port: number;
  rcon_port: number;
}

export const LEVELS = ['debug', 'info', 'warning', 'error', 'critical'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** A log entry; a live one has no id yet. */
export interface LogEntry {
  id: number | null;
  ts: string | null;
  ts_raw: string;
  level: LogLevel;
  category: string;
  message: string;
  line_no: number;
  session_id: string;
  repeat: number;
  source: 'rpt' | 'stdout' | 'rcon' | 'manager';
}

export interface LogPage {
  items: LogEntry[];
  next_cursor: string | null;
}

export interface LogFile {
  name: string;
  size: number;
  mtime: string;
  current: boolean;
}

/** A reading, or the mean of several. */
export interface Metric {
  ts: string;
  cpu_percent: number | null;
  cpu_max: number | null;
  ram_mb: number | null;
  ram_max: number | null;
  player_count: number | null;
  player_max: number | null;
  server_fps: number | null;
  fps_min: number | null;
  net_in_kbps: number | null;
  net_out_kbps: number | null;
  samples: number;
}

export interface MetricSeries {
  resolution: 'raw' | '1m' | '5m' | '1h';
  points: Metric[];
}

/** Something that happened to a server. */
export interface ServerEvent {
  id: number;
  server_id: number | null;
  server_name: string;
  event_type: string;
  actor: string;
  detail: Record<string, unknown>;
  created_at: string;
}

export interface Paged<T> {
  items: T[];
  total: number;
  limit: number;
  offset: number;
}

/** A connected player; addresses only for staff. */
export interface Player {
  player_num: number;
  name: string;
  guid: string | null;
  guid_verified: boolean;
  ip?: string;
  port?: number;
  ping: number;
  in_lobby: boolean;
  steam_id: string | null;
  joined_at: string;
  session_seconds: number;
  flags: string[];
}

export interface PlayerList {
  players: Player[];
  count: number;
  updated_at: string;
  stale: boolean;
}

/** One visit of a player. */
export interface Visit {
  id: number;
  server_id: number | null;
  server_name: string;
  guid: string | null;
  name: string;
  ip: string;
  steam_id: string | null;
  joined_at: string;
  left_at: string | null;
  duration_seconds: number;
  leave_reason: string | null;
}

/** What is known of a BattlEye GUID. */
export interface Dossier {
  guid: string;
  names: string[];
  ips: string[];
  steam_ids: string[];
  servers: string[];
  total_seconds: number;
  sessions: Visit[];
  note: string;
  watch: boolean;
}

/** A ban; `id` 0 is one that only the game knows. */
export interface Ban {
  id: number;
  server_id: number | null;
  kind: 'guid' | 'ip';
  identity: string;
  steam_id: string | null;
  player_name: string | null;
  reason: string;
  duration_minutes: number;
  created_by: string;
  created_at: string;
  expires_at: string | null;
  source: 'panel' | 'game' | 'import';
  in_game: boolean;
}

export interface HeadlessClient {
  name: string;
  status: ServerStatus;
  pid: number | null;
}
