import type { ProcessState } from '@rumpus/process-supervisor';
import { z } from 'zod';
import { MOMENT } from '../http/answers.js';
import { LEVELS, SOURCES } from '../logs/levels.js';

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
export const PLAYER_VIEW = z.object({
  player_num: z.int(),
  name: z.string(),
  guid: z.string().nullable(),
  guid_verified: z.boolean(),
  ip: z.string().optional(),
  port: z.int().optional(),
  ping: z.int(),
  in_lobby: z.boolean(),
  steam_id: z.string().nullable(),
  joined_at: MOMENT,
  session_seconds: z.int(),
  flags: z.array(z.string()),
});
export type PlayerView = z.infer<typeof PLAYER_VIEW>;

/** An event of a server's history. */
export const EVENT_VIEW = z.object({
  id: z.int(),
  server_id: z.int().nullable(),
  server_name: z.string(),
  event_type: z.string(),
  actor: z.string(),
  detail: z.record(z.string(), z.unknown()),
  created_at: MOMENT,
});
export type EventView = z.infer<typeof EVENT_VIEW>;

/** A log entry as the API gives it; a live one has no id yet. */
export const LOG_VIEW = z.object({
  id: z.int().nullable(),
  ts: MOMENT.nullable(),
  ts_raw: z.string(),
  level: z.enum(LEVELS),
  category: z.string(),
  message: z.string(),
  line_no: z.int(),
  session_id: z.string(),
  repeat: z.int(),
  source: z.enum(SOURCES),
});
export type LogView = z.infer<typeof LOG_VIEW>;

/** A reading as the API gives it: CPU in percent of one core, memory in MiB, network in kbit/s. */
export const METRIC_VIEW = z.object({
  ts: MOMENT,
  cpu_percent: z.number().nullable(),
  cpu_max: z.number().nullable(),
  ram_mb: z.number().nullable(),
  ram_max: z.number().nullable(),
  player_count: z.number().nullable(),
  player_max: z.number().nullable(),
  server_fps: z.number().nullable(),
  fps_min: z.number().nullable(),
  net_in_kbps: z.number().nullable(),
  net_out_kbps: z.number().nullable(),
  samples: z.int(),
});
export type MetricView = z.infer<typeof METRIC_VIEW>;

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
