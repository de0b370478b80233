import { Button, Group, ScrollArea, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { IconChartLine, IconTable } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { metricsQuery } from '../api/queries.js';
import { useUnits } from '../parts/units.js';
import { useServer } from '../server/use-server.js';
import { Charts } from './charts.js';
import { SPAN_NAMES, SPANS, type MetricsSearch } from './search.js';

const route = getRouteApi('/app/servers/$serverId/metrics');

/** How a server did: the last hour live, or up to a month back. */
export function MetricsPage() {
  const { t } = useTranslation('servers');
  const { id } = useServer();
  const { span = '1h', as } = route.useSearch();
  const navigate = route.useNavigate();
  const go = (search: MetricsSearch) => void navigate({ search, replace: true });
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <SegmentedControl aria-label={t('metrics.span')} value={span} onChange={(value) => go({ span: value, ...(as === undefined ? {} : { as }) })} data={SPAN_NAMES.map((value) => ({ value, label: t(`span.${value}`) }))} />
        <Button variant="default" leftSection={as === 'table' ? <IconChartLine size={18} aria-hidden /> : <IconTable size={18} aria-hidden />} onClick={() => go({ span, ...(as === 'table' ? {} : { as: 'table' as const }) })}>
          {t(as === 'table' ? 'metrics.asCharts' : 'metrics.asTable')}
        </Button>
      </Group>
      <Panel>{as === 'table' ? <Readings id={id} seconds={SPANS[span]} /> : <Charts id={id} seconds={SPANS[span]} />}</Panel>
    </Stack>
  );
}

/** The same readings in words and numbers. */
function Readings({ id, seconds }: { id: number; seconds: number }) {
  const { t } = useTranslation('servers');
  const units = useUnits();
  const query = useQuery(metricsQuery(id, seconds));
  return (
    <QueryView query={query} isEmpty={({ points }) => points.length === 0} empty={<Text c="dimmed">{t('metrics.empty')}</Text>}>
      {({ points }) => (
        <ScrollArea.Autosize mah={560} viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('tabs.metrics') }}>
          <Table stickyHeader miw={560}>
            <Table.Thead>
              <Table.Tr>
                {(['time', 'cpu', 'memory', 'players', 'fps'] as const).map((column) => (
                  <Table.Th key={column}>{column === 'time' ? t('metrics.time') : t(`chart.${column}`)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {points
                .toReversed()
                .slice(0, 500)
                .map((point) => (
                  <Table.Tr key={point.ts}>
                    <Table.Td>
                      <When at={point.ts} />
                    </Table.Td>
                    <Table.Td>{units.cpu(point.cpu_percent)}</Table.Td>
                    <Table.Td>{units.memory(point.ram_mb)}</Table.Td>
                    <Table.Td>{units.fps(point.player_count)}</Table.Td>
                    <Table.Td>{units.fps(point.server_fps)}</Table.Td>
                  </Table.Tr>
                ))}
            </Table.Tbody>
          </Table>
        </ScrollArea.Autosize>
      )}
    </QueryView>
  );
}
