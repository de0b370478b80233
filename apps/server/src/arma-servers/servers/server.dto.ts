import type { ProcessState } from '@rumpus/process-supervisor';
import { z } from 'zod';

/** States of a server's process. */
export const SERVER_STATUS: z.ZodType<ProcessState> = z.enum(['stopped', 'starting', 'running', 'stopping', 'crashed', 'restarting', 'error']);
/** Share of the CPU against other processes. */
export const PRIORITY = z.enum(['idle', 'low', 'normal', 'high']);

// oxlint-disable-next-line no-control-regex
const NO_CONTROLS = /^[^\u0000-\u001f\u007f\u0085\u2028\u2029]*$/;
const RULE = 'must not hold control characters';
/** Text without line breaks and the like. */
const line = (max: number): z.ZodString => z.string().min(1).max(max).regex(NO_CONTROLS, RULE);

/** Name of a server or of a thing beside it. */
export const SERVER_NAME = z.string().trim().min(1).max(64).regex(NO_CONTROLS, RULE);

const settings = {
  exe_path: line(1_000).regex(/^(\/|[A-Za-z]:[\\/])/, 'must be an absolute path'),
  auto_start: z.boolean(),
  auto_restart: z.boolean(),
  max_restarts: z.int().min(0).max(100),
  restart_window_seconds: z.int().min(60).max(86_400),
  restart_delay_seconds: z.int().min(1).max(3_600),
  priority: PRIORITY,
  tags: z.array(line(32)).max(16),
  /** MiB of resident memory; a server that stays above it for five minutes is restarted, or only reported. */
  memory_limit_mb: z.int().min(256).max(1_048_576).nullable(),
  memory_policy: z.enum(['warn', 'restart']),
};

/** Settings that may be the same for several servers. */
export const SERVER_SETTINGS = z.strictObject(settings).partial();
export type ServerSettings = z.infer<typeof SERVER_SETTINGS>;

const fields = {
  description: z.string().max(1_000),
  game_port: z.int().min(1_024).max(65_530),
  rcon_port: z.int().min(1_024).max(65_535),
  ...settings,
  cpu_affinity: z.array(z.int().min(0).max(1_023)).min(1).max(256).nullable(),
};

/** `POST /servers` (arma-servers spec §1.3). */
export const CREATE_SERVER = z.strictObject({
  name: SERVER_NAME,
  ...z.strictObject(fields).partial().shape,
  template_id: z.int().positive().nullish(),
  config: z.strictObject({ server: z.unknown(), basic: z.unknown(), profile: z.unknown(), launch: z.unknown(), rcon: z.unknown() }).partial().optional(),
});
export type CreateServer = z.infer<typeof CREATE_SERVER>;

/** `PUT /servers/{id}`: what is left out stays. */
export const UPDATE_SERVER = z.strictObject({ name: SERVER_NAME, ...fields }).partial();
export type UpdateServer = z.infer<typeof UPDATE_SERVER>;

/** `POST /servers/{id}/start`. */
export const START = z.strictObject({ dry_run: z.boolean().default(false) });

/** `POST /servers/{id}/stop` and `/restart`. */
export const STOP = z.strictObject({
  force: z.boolean().default(false),
  timeout_seconds: z.int().min(0).max(600).default(30),
  warn_seconds: z.int().min(0).max(3_600).default(0),
  message: line(255).optional(),
});
export type StopRequest = z.infer<typeof STOP>;

/** `?wait=`: seconds to wait for the outcome. */
export const WAIT = z.object({ wait: z.coerce.number().int().min(0).max(60).default(0) });
