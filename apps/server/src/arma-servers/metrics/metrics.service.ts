import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { insertRows, upsertRows } from '@rumpus/persistence';
import type { ResourceSample } from '@rumpus/process-supervisor';
import { Between, LessThan, Repository } from 'typeorm';
import { z } from 'zod';
import { METRIC_VIEW, type MetricView } from '../realtime/feed.js';
import { ServerFeed } from '../realtime/server-feed.js';
import { LiveStates } from '../servers/live-state.js';
import { ServerProcesses } from '../supervision/server-processes.js';
import { ArmaMetric, ArmaMetricHour, ArmaMetricMinute } from './metric.entities.js';
import { automatic, bucketOf, RESOLUTIONS, rollUp, type Bucket, type Resolution } from './rollup.js';

const MEBIBYTE = 1024 * 1024;
const LEFTOVER_MS = 10 * RESOLUTIONS['1m'];
const round = (value: number, digits = 1): number => Number(value.toFixed(digits));
const rounded = (value: number | null): number | null => (value === null ? null : round(value));

const UPDATED = ['cpu_avg', 'cpu_max', 'ram_avg', 'ram_max', 'players_avg', 'players_max', 'fps_avg', 'fps_min', 'net_in_avg', 'net_out_avg', 'samples'] as const;

const view = (bucket: Bucket): MetricView => ({
  ts: bucket.ts.toISOString(),
  cpu_percent: round(bucket.cpu_avg),
  cpu_max: round(bucket.cpu_max),
  ram_mb: round(bucket.ram_avg),
  ram_max: round(bucket.ram_max),
  player_count: round(bucket.players_avg),
  player_max: bucket.players_max,
  server_fps: rounded(bucket.fps_avg),
  fps_min: rounded(bucket.fps_min),
  net_in_kbps: rounded(bucket.net_in_avg),
  net_out_kbps: rounded(bucket.net_out_avg),
  samples: bucket.samples,
});

/** Readings of a range, at the resolution they come in. */
export const METRIC_SERIES = z.object({ resolution: z.enum(['raw', '1m', '5m', '1h']), points: z.array(METRIC_VIEW) });
export type MetricSeries = z.infer<typeof METRIC_SERIES>;

/** Readings of CPU, memory, players and frames: stored, told, rolled up. */
@Injectable()
export class MetricsService implements OnModuleInit {
  constructor(
    @InjectRepository(ArmaMetric) private readonly raw: Repository<ArmaMetric>,
    @InjectRepository(ArmaMetricMinute) private readonly minutes: Repository<ArmaMetricMinute>,
    @InjectRepository(ArmaMetricHour) private readonly hours: Repository<ArmaMetricHour>,
    private readonly processes: ServerProcesses,
    private readonly live: LiveStates,
    private readonly feed: ServerFeed,
  ) {}

  onModuleInit(): void {
    // A reading that can't be stored is not worth keeping for later.
    this.processes.onSamples((samples) => void this.take(samples).catch(() => undefined));
  }

  /** Stores one reading of all servers with one statement. */
  async take(samples: ReadonlyMap<number, ResourceSample>): Promise<void> {
    const rows = [...samples].map(([serverId, sample]) => this.row(serverId, sample));
    for (const row of rows) {
      this.live.set(row.server_id, { cpuPercent: round(row.cpu), ramMb: round(row.ram_mb) });
      this.feed.tell(row.server_id, 'metrics', view(bucketOf(row)));
    }
    await insertRows(this.raw.manager, ArmaMetric, rows);
  }

  /** Readings of a range; what is not rolled up yet comes from the raw ones. */
  async query(serverId: number, from: Date, to: Date, wanted: Resolution | 'auto'): Promise<MetricSeries> {
    const resolution = wanted === 'auto' ? automatic(from.getTime(), to.getTime()) : wanted;
    const where = { server_id: serverId, ts: Between(from, to) };
    if (resolution === 'raw') return { resolution, points: (await this.raw.find({ where, order: { ts: 'ASC' }, take: 50_000 })).map((row) => view(bucketOf(row))) };
    const table: Repository<ArmaMetricMinute> = resolution === '1h' ? this.hours : this.minutes;
    const stored: Bucket[] = await table.find({ where, order: { ts: 'ASC' }, take: 50_000 });
    const covered = stored.at(-1)?.ts.getTime();
    const since = covered === undefined ? from : new Date(covered + (resolution === '1h' ? RESOLUTIONS['1h'] : RESOLUTIONS['1m']));
    const fresh = since >= to ? [] : await this.raw.find({ where: { server_id: serverId, ts: Between(since, to) }, order: { ts: 'ASC' } });
    return { resolution, points: rollUp([...stored, ...fresh.map(bucketOf)], RESOLUTIONS[resolution]).map(view) };
  }

  /** The last reading. */
  async latest(serverId: number): Promise<MetricView | null> {
    const row = await this.raw.findOne({ where: { server_id: serverId }, order: { ts: 'DESC' } });
    return row === null ? null : view(bucketOf(row));
  }

  /** Rolls up what lies in a range: raw readings to minutes, minutes to hours. Doing it twice changes nothing. */
  async rollUp(from: Date, to: Date): Promise<void> {
    await this.rollUpInto(this.minutes, ArmaMetricMinute, RESOLUTIONS['1m'], await this.raw.find({ where: { ts: Between(from, to) } }), bucketOf);
    const hourFrom = new Date(Math.floor(from.getTime() / RESOLUTIONS['1h']) * RESOLUTIONS['1h']);
    await this.rollUpInto(this.hours, ArmaMetricHour, RESOLUTIONS['1h'], await this.minutes.find({ where: { ts: Between(hourFrom, to) } }), (row) => row);
  }

  /** Rolls up what came right behind the last minute that was, as a manager that ended leaves it. */
  async rollUpLeftover(): Promise<void> {
    const [last] = await this.minutes.find({ order: { ts: 'DESC' }, take: 1 });
    if (last !== undefined) await this.rollUp(last.ts, new Date(last.ts.getTime() + LEFTOVER_MS));
  }

  /** Removes what is older than its resolution keeps. */
  async forget(now: Date, keep: { rawHours: number; minuteDays: number; hourDays: number }): Promise<void> {
    const before = (ms: number): { ts: ReturnType<typeof LessThan<Date>> } => ({ ts: LessThan(new Date(now.getTime() - ms)) });
    const day = 24 * RESOLUTIONS['1h'];
    await this.raw.delete(before(keep.rawHours * RESOLUTIONS['1h']));
    await this.minutes.delete(before(keep.minuteDays * day));
    await this.hours.delete(before(keep.hourDays * day));
  }

  private async rollUpInto<R extends { server_id: number }>(table: Repository<ArmaMetricMinute>, entity: new () => ArmaMetricMinute, lengthMs: number, rows: readonly R[], toBucket: (row: R) => Bucket): Promise<void> {
    const byServer = groupByServer(rows);
    const buckets = [...byServer].flatMap(([serverId, own]) => rollUp(own.map(toBucket), lengthMs).map((bucket) => ({ ...bucket, server_id: serverId })));
    await upsertRows(table.manager, entity, buckets, { key: ['server_id', 'ts'], update: UPDATED });
  }

  private row(serverId: number, sample: ResourceSample): ArmaMetric {
    const { playerCount, fps, netInKbps, netOutKbps } = this.live.get(serverId);
    return { server_id: serverId, ts: sample.at, cpu: sample.cpuPercent, ram_mb: sample.memoryBytes / MEBIBYTE, player_count: playerCount, fps, net_in: netInKbps, net_out: netOutKbps };
  }
}

function groupByServer<R extends { server_id: number }>(rows: readonly R[]): Map<number, R[]> {
  const groups = new Map<number, R[]>();
  for (const row of rows) {
    const group = groups.get(row.server_id);
    if (group === undefined) groups.set(row.server_id, [row]);
    else group.push(row);
  }
  return groups;
}
