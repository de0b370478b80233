/** Times of the network: UTC, whole seconds (core spec 9.6). */
export const DAY = 86_400;
export const WEEK = 7 * DAY;
/** 1970-01-01 was a Thursday: three days after a Monday. */
const MONDAY_OFFSET = 3;

/** Midnight of the day. */
export const startOfDay = (at: number): number => at - (((at % DAY) + DAY) % DAY);
/** Monday 00:00 of the week. */
export const startOfWeek = (at: number): number => (Math.floor((Math.floor(at / DAY) + MONDAY_OFFSET) / 7) * 7 - MONDAY_OFFSET) * DAY;
/** The number, counted from 1970-01-01, of this week's Monday. */
export const weekInDays = (at: number): number => startOfWeek(at) / DAY;
/** Monday is 0. */
export const dayOfWeek = (at: number): number => (Math.floor(at / DAY) + MONDAY_OFFSET) % 7;

/** The first second of a month; months outside of 1..12 roll over the year. */
export const timeOf = (year: number, month: number, day = 1): number => Math.floor(Date.UTC(year, month - 1, day) / 1000);

export const startOfMonth = (at: number): number => {
  const date = new Date(at * 1000);
  return timeOf(date.getUTCFullYear(), date.getUTCMonth() + 1);
};
export const endOfMonth = (at: number): number => {
  const date = new Date(at * 1000);
  return timeOf(date.getUTCFullYear(), date.getUTCMonth() + 2);
};

/** `[year, month, day]`. */
export const dateOf = (at: number): [number, number, number] => {
  const date = new Date(at * 1000);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
};
/** `[year, day of the year from 1]`. */
export const dayOfYear = (at: number): [number, number] => {
  const [year] = dateOf(at);
  return [year, Math.floor((at - timeOf(year, 1)) / DAY) + 1];
};

/** `YYYY-MM-DD`. */
export const dateText = (at: number): string => new Date(at * 1000).toISOString().slice(0, 10);
/** `YYYY-MM-DD HH:MM:SS`. */
export const dateTimeText = (at: number): string => new Date(at * 1000).toISOString().slice(0, 19).replace('T', ' ');

/** How often a task of the scheduler is done. */
export type Schedule = 'daily' | 'weekly';

/** The period of a schedule that holds `at`: `[start, end)`. */
export const periodOf = (schedule: Schedule, at: number): { start: number; end: number } => {
  const start = schedule === 'daily' ? startOfDay(at) : startOfWeek(at);
  return { start, end: start + (schedule === 'daily' ? DAY : WEEK) };
};
