import type { Metric, MetricSeries, ServerEvent } from '../api/types.js';

/** What is charted, in the order of the page. */
export const CHARTS = ['cpu', 'memory', 'players', 'fps', 'netOut', 'netIn'] as const;
export type ChartName = (typeof CHARTS)[number];

const FIELD: Record<ChartName, keyof Metric> = { cpu: 'cpu_percent', memory: 'ram_mb', players: 'player_count', fps: 'server_fps', netOut: 'net_out_kbps', netIn: 'net_in_kbps' };

const MEBIBYTE_IN_MEGABYTES = 1.048576;
/** Disks and axes count in megabytes: their steps are round. */
const SCALE: Record<ChartName, number> = { cpu: 1, memory: MEBIBYTE_IN_MEGABYTES, players: 1, fps: 1, netOut: 1, netIn: 1 };

/** Longest pause between two readings of one line, in seconds; a longer one is a gap, not a slope. */
const GAP: Record<MetricSeries['resolution'], number> = { raw: 60, '1m': 180, '5m': 900, '1h': 10_800 };

/** Times (epoch seconds) and values of one chart; null where there was nothing to read. */
export interface Line {
  readonly times: number[];
  readonly values: (number | null)[];
}

/** One line of a series, broken where the server was down. */
export function lineOf({ points, resolution }: MetricSeries, chart: ChartName): Line {
  const line: Line = { times: [], values: [] };
  let last: number | undefined;
  for (const point of points) {
    const time = Date.parse(point.ts) / 1000;
    if (last !== undefined && time - last > GAP[resolution]) {
      line.times.push(last + 1);
      line.values.push(null);
    }
    line.times.push(time);
    const value = point[FIELD[chart]];
    line.values.push(typeof value === 'number' ? value * SCALE[chart] : null);
    last = time;
  }
  return line;
}

/** Whether anything of a chart was ever read: frames and traffic are not known of every server. */
export const hasValues = ({ points }: MetricSeries, chart: ChartName): boolean => points.some((point) => point[FIELD[chart]] !== null);

/** A reading that just came in, added to what is shown; readings older than `from` go. */
export function withReading(series: MetricSeries, reading: Metric, from: number): MetricSeries {
  if (series.resolution !== 'raw' || series.points.at(-1)?.ts === reading.ts) return series;
  return { ...series, points: [...series.points.filter(({ ts }) => Date.parse(ts) >= from), reading] };
}

/** What is marked on the time axis. */
export const MARKS = ['start', 'stop', 'crash'] as const;
export interface Mark {
  readonly kind: (typeof MARKS)[number];
  /** Epoch seconds. */
  readonly at: number;
}

const KIND: Record<string, Mark['kind']> = { started: 'start', stopped: 'stop', crashed: 'crash' };

/** Starts, stops and crashes among events. */
export const marksOf = (events: readonly ServerEvent[]): Mark[] =>
  events.flatMap(({ event_type: type, created_at: at }) => {
    const kind = KIND[type];
    return kind === undefined ? [] : [{ kind, at: Date.parse(at) / 1000 }];
  });
