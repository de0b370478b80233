import { z } from 'zod';
import { MOMENT } from '../http/answers.js';

/** A crash in a list. */
export const CRASH_SUMMARY = z.object({
  id: z.int(),
  server_id: z.int(),
  crashed_at: MOMENT,
  started_at: MOMENT.nullable(),
  uptime_seconds: z.int().nullable(),
  exit_code: z.int().nullable(),
  exit_signal: z.string().nullable(),
  reason: z.string(),
  mission: z.string().nullable(),
  map: z.string().nullable(),
  player_count: z.int(),
  log_file: z.string().nullable(),
  dump_file: z.string().nullable(),
  dump_bytes: z.int().nullable(),
});
export type CrashSummary = z.infer<typeof CRASH_SUMMARY>;

/** A crash with what is known of it. */
export const CRASH_DETAIL = CRASH_SUMMARY.extend({
  session_id: z.string().nullable(),
  config_revision: z.int().nullable(),
  last_lines: z.array(z.string()),
  mods: z.array(z.object({ name: z.string(), version: z.string().nullable(), workshop_id: z.string().nullable(), kind: z.string() })),
});
export type CrashDetail = z.infer<typeof CRASH_DETAIL>;
