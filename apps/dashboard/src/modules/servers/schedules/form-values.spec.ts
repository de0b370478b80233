import { describe, expect, it } from 'vitest';
import type { Schedule } from './api.js';
import { cronOf, requestOf, timesOf, valuesOf } from './form-values.js';

describe('times of the week', () => {
  it.each([
    ['0 5 * * *', { time: '05:00', days: [] }],
    ['30 18 * * 1,3,5', { time: '18:30', days: ['1', '3', '5'] }],
  ])('%s is read and written as it was', (cron, times) => {
    expect(timesOf(cron)).toEqual(times);
    expect(cronOf(times.time, times.days)).toBe(cron);
  });

  it.each(['*/5 * * * *', '0 5 1 * *', '0 5 * 6 *', '0 5 * * 1-5', 'nonsense'])('%s says more than a time and days', (cron) => {
    expect(timesOf(cron)).toBeNull();
  });

  it('all days are every day', () => {
    expect(cronOf('00:07', ['0', '1', '2', '3', '4', '5', '6'])).toBe('7 0 * * *');
  });
});

describe('a schedule', () => {
  const stored: Schedule = {
    id: 1, server_id: 1, name: 'Nightly', cron: '0 4 * * 1', every_hours: null, timezone: 'Europe/Berlin', action: 'restart', payload: { timeout_seconds: 90 },
    warnings: [{ minutes_before: 10, message: 'soon' }, { minutes_before: 1 }], lock_minutes_before: 2, max_players: null, max_delay_minutes: 0, catch_up_minutes: 25, enabled: true, skip_next: false,
    next_run_at: null, postponed_to: null, next_runs: [], last_run_at: null, last_result: null, created_by: 'user:1', created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z',
  };

  it('that is opened and saved stays what it was', () => {
    const { name, cron, every_hours, timezone, action, payload, warnings, lock_minutes_before, max_players, max_delay_minutes, catch_up_minutes, enabled } = stored;
    expect(requestOf(valuesOf(stored, 'UTC'), stored)).toEqual({ name, cron, every_hours, timezone, action, payload, warnings, lock_minutes_before, max_players, max_delay_minutes, catch_up_minutes, enabled });
  });

  it('that is new restarts at night with warnings', () => {
    expect(requestOf({ ...valuesOf(null, 'UTC'), name: ' Night ' }, null)).toMatchObject({ name: 'Night', cron: '0 5 * * *', action: 'restart', timezone: 'UTC', warnings: [30, 15, 10, 5, 1].map((minutes_before) => ({ minutes_before })) });
  });

  it('by hours has no cron; what does not end the server warns nobody', () => {
    const values = { ...valuesOf(null, 'UTC'), name: 'Hello', rule: 'hours' as const, hours: 2, action: 'say' as const, message: ' hi ' };
    expect(requestOf(values, null)).toMatchObject({ cron: null, every_hours: 2, payload: { message: 'hi' }, warnings: [], lock_minutes_before: null });
  });

  it('that updates mods warns as a restart does, and keeps its switches', () => {
    const values = { ...valuesOf(null, 'UTC'), name: 'Mods', action: 'mod_update' as const, validate: true, restartOthers: true };
    const request = requestOf(values, null);
    expect(request).toMatchObject({ action: 'mod_update', payload: { validate: true, restart_others: true } });
    expect(request.warnings).toHaveLength(5);
    expect(requestOf({ ...values, action: 'restart' }, null).payload).toEqual({});
  });
});
