import { SimpleGrid, Stack, Text } from '@mantine/core';
import { IconPlayerPlayFilled, IconSquareFilled, IconX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../../components/use-now.js';
import { ListSkeleton, QueryView } from '../../../components/states.js';
import { eventsQuery, metricsQuery } from '../api/queries.js';
import type { MetricSeries } from '../api/types.js';
import { useFeed } from '../live/use-feed.js';
import { useUnits } from '../parts/units.js';
import { useServer } from '../server/use-server.js';
import { Chart } from './chart.js';
import classes from './chart.module.css';
import { CHARTS, hasValues, lineOf, marksOf, MARKS, withReading, type ChartName, type Mark } from './series.js';

/** Readings of the last `seconds` and what happened meanwhile, kept fresh by the feed while it is about the present. */
function useHistory(id: number, seconds: number) {
  const client = useQueryClient();
  const live = seconds <= 7200;
  const metrics = useQuery({ ...metricsQuery(id, seconds), refetchInterval: live ? 300_000 : 60_000 });
  const events = useQuery(eventsQuery(id, { limit: 200 }));
  useFeed(id, 'metrics', (_, reading) => {
    client.setQueryData(metricsQuery(id, seconds).queryKey, (series) => series && withReading(series, reading, Date.now() - seconds * 1000));
  });
  const marks = useMemo(() => marksOf(events.data?.items ?? []), [events.data]);
  return { metrics, marks };
}

/** Charts of the last `seconds` on one time axis, with starts, stops and crashes marked. */
export function Charts({ id, seconds, shown = CHARTS, columns = false }: { id: number; seconds: number; shown?: readonly ChartName[]; columns?: boolean }) {
  const { t } = useTranslation('servers');
  const { metrics, marks } = useHistory(id, seconds);
  return (
    <QueryView query={metrics} skeleton={<ListSkeleton rows={2} height={150} />} isEmpty={({ points }) => points.length === 0} empty={<Text c="dimmed">{t('metrics.empty')}</Text>}>
      {(series) => (
        <Stack gap="md">
          <SimpleGrid cols={columns ? { base: 1, lg: 2 } : 1} spacing="lg">
            {shown
              .filter((chart) => chart === 'cpu' || hasValues(series, chart))
              .map((chart) => (
                <One key={chart} chart={chart} series={series} marks={marks} seconds={seconds} />
              ))}
          </SimpleGrid>
          <Legend marks={marks} seconds={seconds} />
        </Stack>
      )}
    </QueryView>
  );
}

const COLOR: Record<ChartName, string> = { cpu: '--mantine-color-felt-6', memory: '--mantine-color-indigo-5', players: '--mantine-color-orange-6', fps: '--mantine-color-grape-5', netOut: '--mantine-color-cyan-6', netIn: '--mantine-color-teal-5' };

function One({ chart, series, marks, seconds }: { chart: ChartName; series: MetricSeries; marks: readonly Mark[]; seconds: number }) {
  const { t } = useTranslation('servers');
  const units = useUnits();
  const { max_players: slots } = useServer();
  const now = useNow(seconds <= 7200);
  const line = useMemo(() => lineOf(series, chart), [series, chart]);
  const format = { cpu: units.cpu, memory: units.megabytes, fps: units.fps, players: units.fps, netOut: units.network, netIn: units.network }[chart];
  const atLeast = { cpu: 100, memory: 200, fps: 60, players: Math.min(slots, 10), netOut: 64, netIn: 64 }[chart];
  // The axis moves on every ten seconds: often enough to be alive, seldom enough to be calm.
  const to = Math.ceil(now / 10_000) * 10;
  return <Chart title={t(`chart.${chart}`)} line={line} marks={marks} from={to - seconds} to={to} atLeast={atLeast} format={format} color={COLOR[chart]} />;
}

const SIGN = { start: IconPlayerPlayFilled, stop: IconSquareFilled, crash: IconX };
const SIGN_COLOR: Record<Mark['kind'], string> = { start: 'var(--mantine-color-felt-6)', stop: 'var(--mantine-color-gray-6)', crash: 'var(--mantine-color-red-6)' };

function Legend({ marks, seconds }: { marks: readonly Mark[]; seconds: number }) {
  const { t } = useTranslation('servers');
  const since = useNow(false) / 1000 - seconds;
  const inSight = MARKS.map((kind) => ({ kind, count: marks.filter((mark) => mark.kind === kind && mark.at >= since).length })).filter(({ count }) => count > 0);
  return (
    <div className={classes.legend}>
      {inSight.map(({ kind, count }) => {
        const Sign = SIGN[kind];
        return (
          <span key={kind} className={classes.mark}>
            <Sign size={14} color={SIGN_COLOR[kind]} aria-hidden />
            {t(`mark.${kind}`, { count })}
          </span>
        );
      })}
    </div>
  );
}
