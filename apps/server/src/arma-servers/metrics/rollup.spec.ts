import { describe, expect, it } from 'vitest';
import { automatic, bucketOf, rollUp } from './rollup.js';

const at = (seconds: number): Date => new Date(1_800_000_000_000 + seconds * 1_000);
const reading = (seconds: number, cpu: number, fps: number | null = null): ReturnType<typeof bucketOf> =>
  bucketOf({ server_id: 1, ts: at(seconds), cpu, ram_mb: cpu * 10, player_count: cpu, fps, net_in: null, net_out: 1 });

describe('rolling up', () => {
  it('gives mean, extremes and number of each bucket, and nothing for times without readings', () => {
    const minutes = rollUp([reading(0, 10, 50), reading(5, 20, 30), reading(10, 60), reading(185, 5)], 60_000);
    expect(minutes).toHaveLength(2);
    expect(minutes[0]).toEqual({ ts: at(0), cpu_avg: 30, cpu_max: 60, ram_avg: 300, ram_max: 600, players_avg: 30, players_max: 60, fps_avg: 40, fps_min: 30, net_in_avg: null, net_out_avg: 1, samples: 3 });
    expect(minutes[1]).toMatchObject({ ts: at(180), fps_avg: null, samples: 1 });
  });

  it('weighs by the number of readings, so that an hour of minutes is an hour of readings', () => {
    const readings = Array.from({ length: 500 }, (_, n) => reading(n * 7, (n * 13) % 90, n % 3 === 0 ? null : 20 + (n % 30)));
    const direct = rollUp(readings, 3_600_000)[0];
    const twice = rollUp(rollUp(readings, 60_000), 3_600_000)[0];
    expect(twice).toMatchObject({ samples: direct?.samples, cpu_max: direct?.cpu_max, fps_min: direct?.fps_min });
    expect(twice?.cpu_avg).toBeCloseTo(direct?.cpu_avg ?? 0, 9);
  });

  it.each([
    [1, 'raw'],
    [2, 'raw'],
    [24, '1m'],
    [168, '5m'],
    [169, '1h'],
  ])('%d hours are shown as %s', (hours, resolution) => {
    expect(automatic(0, hours * 3_600_000)).toBe(resolution);
  });
});
