import { z } from 'zod';
import { rconText } from '../bans/ban.dto.js';
import { MOMENT } from '../http/answers.js';
import { SERVER_NAME } from '../servers/server.dto.js';
import { leadMinutes } from './countdown.js';
import { cronTimes, hostTimeZone, isTimeZone } from './timetable.js';

/** What a schedule can do. */
export const SCHEDULE_ACTIONS = ['restart', 'stop', 'start', 'say', 'lock', 'unlock', 'command', 'mission', 'backup', 'mod_update'] as const;
export type ScheduleAction = (typeof SCHEDULE_ACTIONS)[number];

/** Particulars of an action. */
export const SCHEDULE_PAYLOAD = z.strictObject({
  /** For `say`. */
  message: rconText(255).min(1).optional(),
  /** For `command`: raw RCon. */
  command: rconText(1_024).min(1).optional(),
  /** For `mission`: `name.terrain`; without it the mission starts again. */
  mission_name: z.string().regex(/^[A-Za-z0-9_.()[\]&+%'-]{1,120}$/, 'must be name.terrain').optional(),
  difficulty: z.enum(['Recruit', 'Regular', 'Veteran', 'Custom']).optional(),
  /** For `stop`, `restart` and `mod_update`: seconds before the signals. */
  timeout_seconds: z.int().min(0).max(600).optional(),
  /** For `backup`: missions too, and how many backups of this schedule stay; the last 7 if nothing is said. */
  include_missions: z.boolean().optional(),
  keep_last: z.int().min(1).max(1_000).optional(),
  keep_daily: z.int().min(0).max(1_000).optional(),
  keep_weekly: z.int().min(0).max(1_000).optional(),
  /** For `mod_update`: check the files of every mod, not only fetch newer versions. */
  validate: z.boolean().optional(),
  /** For `mod_update`: other servers that run with a changed mod are restarted too; without it they stand in the way. */
  restart_others: z.boolean().optional(),
});
export type SchedulePayload = z.infer<typeof SCHEDULE_PAYLOAD>;

const WARNING = z.strictObject({ minutes_before: z.int().min(1).max(1_440), message: rconText(255).min(1).optional() });
const TIME_ZONE = z.string().max(64).refine(isTimeZone, 'no such time zone');
const CRON = z.string().max(120);

const shape = {
  name: SERVER_NAME,
  cron: CRON.nullish(),
  every_hours: z.int().min(1).max(8_760).nullish(),
  timezone: TIME_ZONE.optional(),
  action: z.enum(SCHEDULE_ACTIONS),
  payload: SCHEDULE_PAYLOAD.default({}),
  /** `{minutes}` and `{server}` are filled in. Left out: 30, 15, 10, 5 and 1 minutes before a stop, restart or update of mods. */
  warnings: z.array(WARNING).max(20).optional(),
  lock_minutes_before: z.int().min(0).max(1_440).nullish(),
  max_players: z.int().min(0).max(256).nullish(),
  max_delay_minutes: z.int().min(0).max(1_440).default(0),
  /** A run that is late by more than this, as the manager was down, is left out. */
  catch_up_minutes: z.int().min(0).max(1_440).default(10),
  enabled: z.boolean().default(true),
};

const NEEDED: Partial<Record<ScheduleAction, keyof SchedulePayload>> = { say: 'message', command: 'command' };

/** A whole schedule, as it comes with `POST` and `PUT`. */
export const SCHEDULE = z.strictObject(shape).superRefine(({ cron, every_hours: every, timezone, action, payload, warnings }, context) => {
  const fault = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
  if ((cron == null) === (every == null)) fault('cron', 'either cron or every_hours is needed');
  if (cron != null && (timezone === undefined || isTimeZone(timezone))) {
    try {
      cronTimes(cron, timezone ?? hostTimeZone(), new Date(), 1);
    } catch (error) {
      fault('cron', error instanceof Error ? error.message : 'not understood');
    }
  }
  const needed = NEEDED[action];
  if (needed !== undefined && payload[needed] === undefined) context.addIssue({ code: 'custom', path: ['payload', needed], message: `needed for ${action}` });
  const minutes = (warnings ?? []).map(({ minutes_before }) => minutes_before);
  if (new Set(minutes).size !== minutes.length) fault('warnings', 'two warnings at the same time');
  if (every != null && leadMinutes({ warnings: warnings ?? [], lockMinutesBefore: null }) >= every * 60) fault('warnings', 'a warning would come before the start');
});
export type ScheduleRequest = z.infer<typeof SCHEDULE>;

/** `POST …/schedules/preview`. */
export const PREVIEW = z.strictObject({ cron: CRON, timezone: TIME_ZONE.optional(), count: z.int().min(1).max(50).default(10) });

/** `POST …/schedules/{sid}/skip`. */
export const SKIP = z.strictObject({ skip: z.boolean().default(true) });

/** A schedule as the API shows it. */
export const SCHEDULE_VIEW = z.object({
  id: z.int(),
  server_id: z.int(),
  name: z.string(),
  cron: z.string().nullable(),
  every_hours: z.int().nullable(),
  timezone: z.string(),
  action: z.enum(SCHEDULE_ACTIONS),
  payload: SCHEDULE_PAYLOAD,
  warnings: z.array(WARNING),
  lock_minutes_before: z.int().nullable(),
  max_players: z.int().nullable(),
  max_delay_minutes: z.int(),
  catch_up_minutes: z.int(),
  enabled: z.boolean(),
  skip_next: z.boolean(),
  /** By its rule; null while it is off, or counts from a start that has not come. */
  next_run_at: MOMENT.nullable(),
  /** Later than due, as players are on. */
  postponed_to: MOMENT.nullable(),
  next_runs: z.array(MOMENT),
  last_run_at: MOMENT.nullable(),
  last_result: z.string().nullable(),
  created_by: z.string(),
  created_at: MOMENT,
  updated_at: MOMENT,
});
export type ScheduleView = z.infer<typeof SCHEDULE_VIEW>;

/** A run as the API shows it. */
export const RUN_VIEW = z.object({
  id: z.int(),
  schedule_id: z.int(),
  schedule_name: z.string(),
  action: z.enum(SCHEDULE_ACTIONS),
  actor: z.string(),
  status: z.enum(['queued', 'running', 'done', 'failed', 'skipped', 'missed']),
  message: z.string().nullable(),
  due_at: MOMENT,
  started_at: MOMENT.nullable(),
  finished_at: MOMENT.nullable(),
});
export type RunView = z.infer<typeof RUN_VIEW>;
