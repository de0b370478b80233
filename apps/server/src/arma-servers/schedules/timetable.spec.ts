import { describe, expect, it } from 'vitest';
import { cronTimes, everyTimes, isTimeZone } from './timetable.js';

const times = (expression: string, zone: string, after: string, count = 3): string[] => cronTimes(expression, zone, new Date(after), count).map((time) => time.toISOString());

describe('cron times', () => {
  it('are in the schedule’s own time zone', () => {
    expect(times('0 6 * * *', 'Europe/Berlin', '2026-11-27T00:00:00Z', 2)).toEqual(['2026-11-27T05:00:00.000Z', '2026-11-28T05:00:00.000Z']);
    expect(times('0 6 * * MON', 'America/New_York', '2026-11-27T00:00:00Z', 1)).toEqual(['2026-11-30T11:00:00.000Z']);
  });

  it('come once in the hour that is skipped, right after the gap', () => {
    expect(times('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual(['2026-03-29T01:30:00.000Z', '2026-03-30T00:30:00.000Z']);
  });

  it('come once in the hour that is there twice', () => {
    expect(times('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z']);
  });

  it.each(['', '* * * *', '* * * * * *', '61 * * * *', '0 0 31 2 *', '@daily', 'H H * * *', '0 0 L * *', '0 6 * * *; rm', '0 6 ? * *'])('refuse %j', (expression) => {
    expect(() => cronTimes(expression, 'UTC', new Date(0), 1)).toThrow();
  });
});

describe('times since the start', () => {
  it('lie whole steps behind it', () => {
    const start = new Date('2026-11-27T10:00:00Z');
    expect(everyTimes(6, start, start, 2).map((time) => time.toISOString())).toEqual(['2026-11-27T16:00:00.000Z', '2026-11-27T22:00:00.000Z']);
    expect(everyTimes(6, start, new Date('2026-11-27T16:00:00Z'), 1).map((time) => time.toISOString())).toEqual(['2026-11-27T22:00:00.000Z']);
  });
});

it('knows time zones', () => {
  expect([isTimeZone('Europe/Berlin'), isTimeZone('Mars/Base'), isTimeZone('../etc/passwd')]).toEqual([true, false, false]);
});
