import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { migrations } from '@rumpus/migrations';
import { connect, dataSourceOptions, insertRows } from '@rumpus/persistence';
import { DataSource } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../../../test/support/databases.js';
import { armaEntities } from '../entities.js';
import { LiveStates } from '../servers/live-state.js';
import { ArmaMetric, ArmaMetricHour, ArmaMetricMinute } from './metric.entities.js';
import { MetricsService } from './metrics.service.js';

Logger.overrideLogger(false);
const START = Date.UTC(2026, 10, 20, 10, 0, 0);
const HOUR = 3_600_000;

describe.each<TestDatabase>(['sqlite', 'mariadb', 'postgres'])('readings on %s', (kind) => {
  it('are rolled up to minutes, five minutes and hours, and removed when their time has come', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'arma-metrics-'));
    const database = await createDatabase(kind, folder);
    const source = await connect(new DataSource(dataSourceOptions(database.url, { entities: armaEntities, migrations })));
    try {
      const tables = [ArmaMetric, ArmaMetricMinute, ArmaMetricHour].map((entity) => source.getRepository(entity as typeof ArmaMetric));
      const [raw, minutes, hours] = tables as [never, never, never];
      const live = new LiveStates();
      live.set(1, { playerCount: 7, fps: 48 });
      const told: unknown[] = [];
      const metrics = new MetricsService(raw, minutes, hours, { onSamples: () => undefined } as never, live, { tell: (...frame: unknown[]) => told.push(frame) } as never);
      // Two hours, a reading a minute at first and then two: 1 % of CPU in the first hour, 3 % in the second.
      const rows = Array.from({ length: 120 }, (_, n) => n).flatMap((n) =>
        (n < 60 ? [0] : [0, 30]).map((second) => ({ server_id: 1, ts: new Date(START + n * 60_000 + second * 1_000), cpu: n < 60 ? 1 : 3, ram_mb: 100 + n, player_count: 7, fps: 48, net_in: null, net_out: null })),
      );
      const last = rows.pop();
      await insertRows(source, ArmaMetric, rows);
      await metrics.take(new Map([[1, { at: last?.ts ?? new Date(), cpuPercent: 3, memoryBytes: 1024 * 1024 * 219 }]]));
      expect(told).toEqual([[1, 'metrics', expect.objectContaining({ cpu_percent: 3, player_count: 7 })]]);
      const all = [new Date(START), new Date(START + 2 * HOUR - 1)] as const;
      await metrics.rollUp(...all);
      // Again, as the overlap of the upkeep does: nothing changes.
      await metrics.rollUp(...all);
      const count = async (entity: typeof ArmaMetric): Promise<number> => source.getRepository(entity).count();
      expect([await count(ArmaMetric), await count(ArmaMetricMinute as never), await count(ArmaMetricHour as never)]).toEqual([180, 120, 2]);
      const five = await metrics.query(1, ...all, '5m');
      expect(five.points).toHaveLength(24);
      expect(five.points[0]).toMatchObject({ ts: new Date(START).toISOString(), cpu_percent: 1, player_max: 7, server_fps: 48, ram_max: 104, samples: 5 });
      const hour = await metrics.query(1, ...all, '1h');
      expect(hour.points.map(({ cpu_percent: cpu, samples }) => [cpu, samples])).toEqual([[1, 60], [3, 120]]);
      expect(await metrics.latest(1)).toMatchObject({ cpu_percent: 3 });

      // Retention: raw ones first, minutes later, hours last.
      await metrics.forget(new Date(START + 3 * HOUR), { rawHours: 2, minuteDays: 30, hourDays: 365 });
      expect([await count(ArmaMetric), await count(ArmaMetricMinute as never)]).toEqual([120, 120]);
      await metrics.forget(new Date(START + 31 * 24 * HOUR), { rawHours: 2, minuteDays: 30, hourDays: 365 });
      expect([await count(ArmaMetric), await count(ArmaMetricMinute as never), await count(ArmaMetricHour as never)]).toEqual([0, 0, 2]);
      expect((await metrics.query(1, ...all, '1h')).points).toHaveLength(2);
    } finally {
      await source.destroy();
      await database.drop();
      rmSync(folder, { recursive: true });
    }
  });
});
