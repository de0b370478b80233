import { describe, expect, it } from 'vitest';
import type { Metric, MetricSeries, ServerEvent } from '../api/types.js';
import { hasValues, lineOf, marksOf, withReading } from './series.js';

const reading = (ts: string, cpu: number, fps: number | null = null): Metric => ({
  ts, cpu_percent: cpu, cpu_max: cpu, ram_mb: 100, ram_max: 100, player_count: 1, player_max: 1, server_fps: fps, fps_min: fps, net_in_kbps: null, net_out_kbps: null, samples: 1,
});
const series = (resolution: MetricSeries['resolution'], ...points: Metric[]): MetricSeries => ({ resolution, points });

describe('a line', () => {
  it('is broken where readings are missing, so that a stop is no slope', () => {
    const line = lineOf(series('raw', reading('2026-01-01T00:00:00Z', 1), reading('2026-01-01T00:00:10Z', 2), reading('2026-01-01T00:05:00Z', 3)), 'cpu');
    expect(line.values).toEqual([1, 2, null, 3]);
    expect(line.times[2]).toBe((line.times[1] ?? 0) + 1);
  });

  it('goes on over the pauses that its resolution has', () => {
    expect(lineOf(series('1h', reading('2026-01-01T00:00:00Z', 1), reading('2026-01-01T01:00:00Z', 2)), 'cpu').values).toEqual([1, 2]);
  });
});

describe('readings', () => {
  it('that come in live push out the oldest', () => {
    const before = series('raw', reading('2026-01-01T00:00:00Z', 1), reading('2026-01-01T00:00:10Z', 2));
    const after = withReading(before, reading('2026-01-01T00:00:20Z', 3), Date.parse('2026-01-01T00:00:05Z'));
    expect(after.points.map(({ cpu_percent }) => cpu_percent)).toEqual([2, 3]);
  });

  it('are not mixed with means, nor taken twice', () => {
    const means = series('1h', reading('2026-01-01T00:00:00Z', 1));
    expect(withReading(means, reading('2026-01-01T00:00:20Z', 3), 0)).toBe(means);
    const raw = series('raw', reading('2026-01-01T00:00:00Z', 1));
    expect(withReading(raw, reading('2026-01-01T00:00:00Z', 1), 0)).toBe(raw);
  });

  it('that never came have no chart', () => {
    expect(hasValues(series('raw', reading('2026-01-01T00:00:00Z', 1)), 'fps')).toBe(false);
    expect(hasValues(series('raw', reading('2026-01-01T00:00:00Z', 1, 47)), 'fps')).toBe(true);
  });
});

it('starts, stops and crashes are marked; other events are not', () => {
  const event = (event_type: string): ServerEvent => ({ id: 1, server_id: 1, server_name: 'x', event_type, actor: 'system', detail: {}, created_at: '2026-01-01T00:00:00Z' });
  expect(marksOf(['started', 'ready', 'crashed', 'config_changed', 'stopped'].map(event)).map(({ kind }) => kind)).toEqual(['start', 'crash', 'stop']);
});
