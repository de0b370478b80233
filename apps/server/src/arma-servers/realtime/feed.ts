import type { ProcessState } from '@rumpus/process-supervisor';

/** A change of state, as listeners get it (arma-servers spec §1.10). */
export interface StatusFrame {
  status: ProcessState;
  previous: ProcessState;
  desired_state: 'stopped' | 'running';
  pid: number | null;
  started_at: string | null;
  reason: string;
  exit_code: number | null;
  exit_signal: string | null;
  restart_in_seconds: number | null;
  restart_count: number;
}

/** A player as lists show him. `ip` and `port` are left out for viewers. */
export interface PlayerView {
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

/** An event of a server's history. */
export interface EventView {
  id: number;
  server_id: number | null;
  server_name: string;
  event_type: string;
  actor: string;
  detail: Record<string, unknown>;
  created_at: string;
}

/** A log entry as the API gives it. */
export interface LogView {
  id: number | null;
  ts: string | null;
  ts_raw: string;
  level: string;
  category: string;
  message: string;
  line_no: number;
  session_id: string;
  repeat: number;
  source: string;
}

/** A reading as the API gives it. */
export interface MetricView {
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

/** What listeners can hear about servers, by channel. */
export interface FeedFrames {
  status: StatusFrame;
  log: { entries: LogView[]; dropped: number };
  metrics: MetricView;
  players: { players: PlayerView[]; count: number; max_players: number };
  event: EventView;
  chat: { channel: string; name: string; message: string; from_admin: boolean };
  job: { job_id: string; kind: string; state: string; progress: number | null; line: string | null };
}

export type FeedChannel = keyof FeedFrames;

/** A frame on its way to all listeners, on this instance and others. Without a server it concerns the whole house: downloads by steamcmd. */
export type FeedMessage = { [C in FeedChannel]: { server_id: number | null; ts: string; type: C; data: FeedFrames[C] } }[FeedChannel];

declare module '@rumpus/realtime' {
  interface DomainEvents {
    /** Something about a game server that people may be watching. */
    'servers.feed': FeedMessage;
  }
}
