import type { ArmaServer } from '../servers/server.entity.js';
import { leadMinutes, type Warning } from './countdown.js';
import type { ScheduleAction } from './schedule.dto.js';
import type { ArmaSchedule } from './schedule.entities.js';
import { cronTimes, everyTimes } from './timetable.js';

const MINUTE_MS = 60_000;
const ALIVE = new Set(['starting', 'running', 'stopping']);
const USUAL_MINUTES = [30, 15, 10, 5, 1];

type Rule = Pick<ArmaSchedule, 'cron' | 'every_hours' | 'timezone' | 'enabled' | 'warnings' | 'lock_minutes_before'>;

/** Whether a server has a process. */
export const isAlive = ({ status }: Pick<ArmaServer, 'status'>): boolean => ALIVE.has(status);

/** The usual warnings before players lose their game (arma-servers spec §4.11); none for what does not disturb them. */
export const DEFAULT_WARNINGS = (action: ScheduleAction, everyHours: number | null): Warning[] =>
  action === 'restart' || action === 'stop' ? USUAL_MINUTES.filter((minutes) => everyHours === null || minutes < everyHours * 60).map((minutes_before) => ({ minutes_before })) : [];

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
