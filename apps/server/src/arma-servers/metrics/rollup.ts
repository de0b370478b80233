import type { ArmaMetric, ArmaMetricMinute } from './metric.entities.js';

/** Lengths of buckets in milliseconds. */
export const RESOLUTIONS = { '1m': 60_000, '5m': 300_000, '1h': 3_600_000 } as const;
export type Resolution = 'raw' | keyof typeof RESOLUTIONS;

/** One bucket, with what is needed to merge it into a larger one. */
export type Bucket = Omit<ArmaMetricMinute, 'server_id'>;

const mean = (values: readonly number[], weights: readonly number[]): number => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total === 0 ? 0 : values.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0) / total;
};
const known = (rows: readonly Bucket[], field: 'fps_avg' | 'fps_min' | 'net_in_avg' | 'net_out_avg'): { values: number[]; weights: number[] } => {
  const used = rows.filter((row) => row[field] !== null);
  return { values: used.map((row) => row[field] ?? 0), weights: used.map((row) => row.samples) };
};
const meanOrNull = ({ values, weights }: { values: number[]; weights: number[] }): number | null => (values.length === 0 ? null : mean(values, weights));

/** A single reading as a bucket of one. */
export const bucketOf = (row: ArmaMetric): Bucket => ({
  ts: row.ts,
  cpu_avg: row.cpu,
  cpu_max: row.cpu,
  ram_avg: row.ram_mb,
  ram_max: row.ram_mb,
  players_avg: row.player_count,
  players_max: row.player_count,
  fps_avg: row.fps,
  fps_min: row.fps,
  net_in_avg: row.net_in,
  net_out_avg: row.net_out,
  samples: 1,
});

function merge(ts: Date, rows: readonly Bucket[]): Bucket {
  const weights = rows.map((row) => row.samples);
  const fpsMin = known(rows, 'fps_min').values;
  return {
    ts,
    cpu_avg: mean(rows.map((row) => row.cpu_avg), weights),
    cpu_max: Math.max(...rows.map((row) => row.cpu_max)),
    ram_avg: mean(rows.map((row) => row.ram_avg), weights),
    ram_max: Math.max(...rows.map((row) => row.ram_max)),
    players_avg: mean(rows.map((row) => row.players_avg), weights),
    players_max: Math.max(...rows.map((row) => row.players_max)),
    fps_avg: meanOrNull(known(rows, 'fps_avg')),
    fps_min: fpsMin.length === 0 ? null : Math.min(...fpsMin),
    net_in_avg: meanOrNull(known(rows, 'net_in_avg')),
    net_out_avg: meanOrNull(known(rows, 'net_out_avg')),
    samples: weights.reduce((sum, weight) => sum + weight, 0),
  };
}

/** Puts buckets into larger ones, which begin at multiples of their length since 1970. Times without readings have none. */
export function rollUp(rows: readonly Bucket[], lengthMs: number): Bucket[] {
  const groups = new Map<number, Bucket[]>();
  for (const row of rows) {
    const begin = Math.floor(row.ts.getTime() / lengthMs) * lengthMs;
    const group = groups.get(begin);
    if (group === undefined) groups.set(begin, [row]);
    else group.push(row);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([begin, group]) => merge(new Date(begin), group));
}

const HOUR_MS = 3_600_000;

/** The resolution that gives a range in at most about 1,500 points (arma-servers spec §7). */
export function automatic(fromMs: number, toMs: number): Resolution {
  const range = toMs - fromMs;
  if (range <= 2 * HOUR_MS) return 'raw';
  if (range <= 24 * HOUR_MS) return '1m';
  return range <= 168 * HOUR_MS ? '5m' : '1h';
}
