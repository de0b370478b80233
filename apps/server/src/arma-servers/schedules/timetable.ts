import { CronExpressionParser } from 'cron-parser';

const HOUR_MS = 3_600_000;
const FIELD = /^(?:[\d*,/-]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|SUN|MON|TUE|WED|THU|FRI|SAT)+$/i;

/** Whether a name is one of the IANA time zones this runtime knows. */
export function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The time zone of this host. */
export const hostTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * The next times of a five-field cron expression after a moment. On the night when clocks are set forward a time that is skipped
 * comes once, right after the gap; when they are set back, a fixed hour comes once (arma-servers spec §4.11).
 *
 * @throws Error when it is no such expression, or never comes
 */
export function cronTimes(expression: string, timeZone: string, after: Date, count: number): Date[] {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 5) throw new Error('five fields are needed: minute, hour, day of month, month, day of week');
  const strange = fields.find((field) => !FIELD.test(field));
  if (strange !== undefined) throw new Error(`"${strange}" is not understood`);
  const times = CronExpressionParser.parse(fields.join(' '), { currentDate: after, tz: timeZone });
  return Array.from({ length: count }, () => times.next().toDate());
}

/** The next time after a moment that lies a multiple of some hours behind a start. */
export function everyTimes(hours: number, startedAt: Date, after: Date, count: number): Date[] {
  const step = hours * HOUR_MS;
  const gone = Math.max(0, Math.floor((after.getTime() - startedAt.getTime()) / step));
  return Array.from({ length: count }, (_, index) => new Date(startedAt.getTime() + (gone + 1 + index) * step));
}
