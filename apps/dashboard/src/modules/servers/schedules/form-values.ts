import type { Schedule, ScheduleAction, ScheduleRequest } from './api.js';

/** What ends the game of those who play: they are warned. */
export const WARNED: ReadonlySet<ScheduleAction> = new Set(['restart', 'stop', 'mod_update']);
/** What only those who may change the server let it do by itself. */
export const FOR_WRITERS: ReadonlySet<ScheduleAction> = new Set(['command', 'mod_update']);

/** How the form puts the rule: times of the week, hours since a start, or cron. */
export type Rule = 'times' | 'hours' | 'cron';

export interface Values {
  name: string;
  action: ScheduleAction;
  rule: Rule;
  /** `HH:MM` */
  time: string;
  /** Days as cron has them, 0 is Sunday; none is every day. */
  days: string[];
  hours: number;
  cron: string;
  timezone: string;
  message: string;
  command: string;
  mission: string;
  /** Of an update of mods: files are checked too; other servers may be restarted. */
  validate: boolean;
  restartOthers: boolean;
  /** Minutes before, like `30, 15, 5`. */
  warnings: string;
  lock: number | '';
  maxPlayers: number | '';
  maxDelay: number;
  enabled: boolean;
}

const SIMPLE = /^(\d{1,2}) (\d{1,2}) \* \* (\*|[0-6](?:,[0-6])*)$/;
const two = (text: string): string => text.padStart(2, '0');

/** Time and days of a cron expression that says no more than that. */
export function timesOf(cron: string): { time: string; days: string[] } | null {
  const match = SIMPLE.exec(cron.trim());
  if (match === null) return null;
  const [, minute = '', hour = '', days = '*'] = match;
  return { time: `${two(hour)}:${two(minute)}`, days: days === '*' ? [] : days.split(',') };
}

/** Time and days as a cron expression. */
export function cronOf(time: string, days: readonly string[]): string {
  const [hour = '0', minute = '0'] = time.split(':');
  return `${Number(minute)} ${Number(hour)} * * ${days.length === 0 || days.length === 7 ? '*' : [...days].sort().join(',')}`;
}

const minutesOf = (text: string): number[] => [...new Set(text.split(/[\s,;]+/).filter((part) => /^\d+$/.test(part)).map(Number))].sort((a, b) => b - a);

/** What the form begins with: a schedule, or a nightly restart. */
export function valuesOf(schedule: Schedule | null, zone: string): Values {
  const times = schedule?.cron == null ? null : timesOf(schedule.cron);
  return {
    name: schedule?.name ?? '',
    action: schedule?.action ?? 'restart',
    rule: schedule === null ? 'times' : schedule.cron === null ? 'hours' : times === null ? 'cron' : 'times',
    time: times?.time ?? '05:00',
    days: times?.days ?? [],
    hours: schedule?.every_hours ?? 6,
    cron: schedule?.cron ?? '0 5 * * *',
    timezone: schedule?.timezone ?? zone,
    message: schedule?.payload.message ?? '',
    command: schedule?.payload.command ?? '',
    mission: schedule?.payload.mission_name ?? '',
    validate: schedule?.payload.validate ?? false,
    restartOthers: schedule?.payload.restart_others ?? false,
    warnings: (schedule?.warnings ?? [30, 15, 10, 5, 1].map((minutes_before) => ({ minutes_before }))).map(({ minutes_before }) => minutes_before).join(', '),
    lock: schedule?.lock_minutes_before ?? '',
    maxPlayers: schedule?.max_players ?? '',
    maxDelay: schedule?.max_delay_minutes ?? 60,
    enabled: schedule?.enabled ?? true,
  };
}

/** The form as the server takes it. Words that a warning had are kept. */
export function requestOf(values: Values, before: Schedule | null): ScheduleRequest {
  const { rule, action } = values;
  const warns = WARNED.has(action);
  const payload = {
    ...(action === 'say' ? { message: values.message.trim() } : {}),
    ...(action === 'command' ? { command: values.command.trim() } : {}),
    ...(action === 'mission' && values.mission.trim() !== '' ? { mission_name: values.mission.trim() } : {}),
    ...(action === 'mod_update' ? { validate: values.validate, restart_others: values.restartOthers } : {}),
    ...(warns && before?.payload.timeout_seconds !== undefined ? { timeout_seconds: before.payload.timeout_seconds } : {}),
  };
  const told = new Map(before?.warnings.map((warning) => [warning.minutes_before, warning]));
  return {
    name: values.name.trim(),
    cron: rule === 'hours' ? null : rule === 'times' ? cronOf(values.time, values.days) : values.cron.trim(),
    every_hours: rule === 'hours' ? values.hours : null,
    timezone: values.timezone,
    action,
    payload,
    warnings: warns ? minutesOf(values.warnings).map((minutes_before) => told.get(minutes_before) ?? { minutes_before }) : [],
    lock_minutes_before: warns && values.lock !== '' ? values.lock : null,
    max_players: values.maxPlayers === '' ? null : values.maxPlayers,
    max_delay_minutes: values.maxPlayers === '' ? 0 : values.maxDelay,
    catch_up_minutes: before?.catch_up_minutes ?? 10,
    enabled: values.enabled,
  };
}
