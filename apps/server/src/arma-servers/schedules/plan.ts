import type { Actor } from '../http/caller.js';
import type { ArmaServer } from '../servers/server.entity.js';
import { leadMinutes, type Warning } from './countdown.js';
import type { ScheduleAction, ScheduleRequest } from './schedule.dto.js';
import type { ArmaSchedule } from './schedule.entities.js';
import { cronTimes, everyTimes, hostTimeZone } from './timetable.js';

const MINUTE_MS = 60_000;
const ALIVE = new Set(['starting', 'running', 'stopping']);
const USUAL_MINUTES = [30, 15, 10, 5, 1];

type Settings = Pick<ArmaSchedule, 'name' | 'cron' | 'every_hours' | 'timezone' | 'action' | 'payload' | 'warnings' | 'lock_minutes_before' | 'max_players' | 'max_delay_minutes' | 'catch_up_minutes' | 'enabled'>;
type Rule = Pick<ArmaSchedule, 'cron' | 'every_hours' | 'timezone' | 'enabled' | 'warnings' | 'lock_minutes_before'>;

/** Whether a server has a process. */
export const isAlive = ({ status }: Pick<ArmaServer, 'status'>): boolean => ALIVE.has(status);

/** What ends the game of those who play. */
const DISTURBS: ReadonlySet<ScheduleAction> = new Set(['restart', 'stop', 'mod_update']);

/** The usual warnings before players lose their game (arma-servers spec §4.11); none for what does not disturb them. */
const usualWarnings = (action: ScheduleAction, everyHours: number | null): Warning[] =>
  DISTURBS.has(action) ? USUAL_MINUTES.filter((minutes) => everyHours === null || minutes < everyHours * 60).map((minutes_before) => ({ minutes_before })) : [];

/** The next times of a schedule. One that counts from the start has none while the server is off. */
export function upcoming({ cron, every_hours: hours, timezone }: Rule, server: Pick<ArmaServer, 'status' | 'started_at'>, after: Date, count: number): Date[] {
  if (cron !== null) return cronTimes(cron, timezone, after, count);
  if (hours === null || server.started_at === null || !isAlive(server)) return [];
  return everyTimes(hours, server.started_at, after, count);
}

/** The columns of a schedule that begins to wait for its next time after a moment. */
export function startPlan(rule: Rule, server: Pick<ArmaServer, 'status' | 'started_at'>, after: Date): Pick<ArmaSchedule, 'next_run_at' | 'run_at' | 'wake_at'> {
  const next = rule.enabled ? upcoming(rule, server, after, 1)[0] : undefined;
  if (next === undefined) return { next_run_at: null, run_at: null, wake_at: null };
  const lead = leadMinutes({ warnings: rule.warnings, lockMinutesBefore: rule.lock_minutes_before });
  return { next_run_at: next, run_at: next, wake_at: new Date(next.getTime() - lead * MINUTE_MS) };
}

/** No warning was given, nothing is locked. */
export const NO_COUNTDOWN = { warned_minutes: null, locked: false };

/** The columns of a schedule that its maker sets. */
export function settingsOf({ name, cron, every_hours, timezone, action, payload, warnings, lock_minutes_before, max_players, max_delay_minutes, catch_up_minutes, enabled }: ScheduleRequest): Settings {
  return {
    name,
    cron: cron ?? null,
    every_hours: every_hours ?? null,
    timezone: timezone ?? hostTimeZone(),
    action,
    payload,
    warnings: warnings ?? usualWarnings(action, every_hours ?? null),
    lock_minutes_before: lock_minutes_before ?? null,
    max_players: max_players ?? null,
    max_delay_minutes,
    catch_up_minutes,
    enabled,
  };
}

/** A new schedule of a server, with its first time. */
export function newSchedule(request: ScheduleRequest, server: ArmaServer, actor: Actor, now: Date): Omit<ArmaSchedule, 'id' | 'owner'> {
  const settings = settingsOf(request);
  return { server_id: server.id, skip_next: false, last_run_at: null, last_result: null, created_by: actor, created_at: now, ...settings, ...NO_COUNTDOWN, updated_at: now, ...startPlan(settings, server, now) };
}
