import { Text, useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import classes from './chart.module.css';
import { drawMarks } from './draw-marks.js';
import type { Line, Mark } from './series.js';

interface ChartProps {
  title: string;
  line: Line;
  marks: readonly Mark[];
  /** Seconds since 1970 that the axis spans. */
  from: number;
  to: number;
  /** Upper end of the axis that is always shown; the line may go above it. */
  atLeast: number;
  /** A value in words. */
  format: (value: number | null) => string;
  /** A CSS variable. */
  color: string;
  height?: number;
}

/** All charts of a page share their cursor: one moment, all readings. */
const SYNC = uPlot.sync('servers');
const DAY = 86_400;

const css = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** One reading over time. The canvas says nothing to a screen reader: its name tells the last, lowest and highest value. */
export function Chart({ title, line, marks, from, to, atLeast, format, color, height = 132 }: ChartProps) {
  const { t, i18n } = useTranslation('servers');
  const scheme = useComputedColorScheme('light');
  const host = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const plot = useRef<uPlot | null>(null);
  const shown = useRef({ from, to, marks, format });
  const [at, setAt] = useState<number | null>(null);
  useEffect(() => {
    shown.current = { from, to, marks, format };
  });
  useEffect(() => {
    if (host.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(host.current);
    return () => observer.disconnect();
  }, []);
  const times = useMemo(() => timeFormats(i18n.language), [i18n.language]);

  useEffect(() => {
    const target = host.current;
    if (target === null || width === 0) return;
    const stroke = css(color);
    const axis = { stroke: css('--mantine-color-dimmed'), grid: { stroke: css('--rumpus-border'), width: 1 }, ticks: { show: false }, font: `12px ${css('--mantine-font-family')}` };
    const chart = new uPlot(
      {
        width,
        height,
        legend: { show: false },
        cursor: { sync: { key: SYNC.key }, y: false, points: { size: 7 }, drag: { x: false, y: false } },
        scales: { x: { time: true, range: () => [shown.current.from, shown.current.to] }, y: { range: (_, __, most) => [0, Math.max(atLeast, (most ?? 0) * 1.1)] } },
        axes: [
          { ...axis, space: 70, size: 26, values: (_, splits, __, ___, step) => splits.map((split) => (step >= DAY ? times.day : times.time).format(split * 1000)) },
          { ...axis, size: 66, values: (_, splits) => splits.map((split) => shown.current.format(split)) },
        ],
        series: [{}, { stroke, width: 2, fill: `color-mix(in srgb, ${stroke} 14%, transparent)`, points: { show: false }, spanGaps: false }],
        hooks: { draw: [(drawn) => drawMarks(drawn, shown.current.marks)], setCursor: [(moved) => setAt(moved.cursor.idx ?? null)] },
      },
      [line.times, line.values],
      target,
    );
    plot.current = chart;
    return () => {
      plot.current = null;
      chart.destroy();
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- data and range follow below without a new chart
  }, [scheme, width, height, color, atLeast, times]);

  useEffect(() => {
    plot.current?.setData([line.times, line.values]);
  }, [line, from, to, marks]);

  const known = line.values.filter((value) => value !== null);
  const last = line.values.at(-1) ?? null;
  const pointed = at === null ? undefined : line.times[at];
  const summary = known.length === 0 ? t('metrics.nothing') : t('metrics.summary', { last: format(last), least: format(Math.min(...known)), most: format(Math.max(...known)) });
  return (
    <figure className={classes.figure} aria-label={`${title}: ${summary}`}>
      <figcaption className={classes.caption}>
        <Text size="sm" fw={600}>
          {title}
        </Text>
        <Text size="sm" c={pointed === undefined ? 'dimmed' : undefined}>
          {pointed !== undefined && <time>{times.full.format(pointed * 1000)} · </time>}
          <b>{format(pointed === undefined || at === null ? last : (line.values[at] ?? null))}</b>
        </Text>
      </figcaption>
      <div ref={host} className={classes.host} style={{ height }} aria-hidden="true" />
    </figure>
  );
}

function timeFormats(language: string) {
  const locale = language === 'en-XA' ? 'en' : language;
  return {
    time: new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }),
    day: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }),
    full: new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'medium' }),
  };
}
