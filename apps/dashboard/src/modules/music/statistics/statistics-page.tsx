import { Group, SegmentedControl, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { useFormat } from '../../../i18n/format.js';
import { statisticsQuery, type Statistics } from '../api.js';
import { MusicPage } from '../parts/music-page.js';
import { SourceBadge, useSourceName } from '../parts/source.js';
import { DayBars } from './day-bars.js';
import { bySource, everyDay } from './figures.js';

const SPANS = [7, 30, 90, 365] as const;

/** What was played and fetched, by day and source. */
export function StatisticsPage() {
  const { t } = useTranslation('music');
  const [days, setDays] = useState<number>(30);
  const query = useQuery({ ...statisticsQuery(days), placeholderData: keepPreviousData });
  return (
    <MusicPage tab="statistics" actions={<SegmentedControl maw="100%" style={{ overflowX: 'auto' }} aria-label={t('statistics.span')} value={String(days)} onChange={(value) => setDays(Number(value))} data={SPANS.map((span) => ({ value: String(span), label: t('statistics.days', { count: span }) }))} />}>
      <QueryView
        query={query}
        isEmpty={(data) => data.days.length === 0}
        empty={
          <Empty icon={IconChartBar} title={t('statistics.empty')}>
            {t('statistics.emptyText')}
          </Empty>
        }
      >
        {(data) => <Figures data={data} today={query.dataUpdatedAt} />}
      </QueryView>
    </MusicPage>
  );
}

function Figures({ data, today }: { data: Statistics; today: number }) {
  const { t } = useTranslation('music');
  const format = useFormat();
  const name = useSourceName();
  const days = everyDay(data, new Date(today));
  const plays = bySource(data.totals, 'plays');
  const bytes = bySource(data.totals, 'bytes');
  const sum = (list: readonly [string, number][]) => list.reduce((all, [, count]) => all + count, 0);
  const tiles = [
    [t('statistics.plays'), format.number(sum(plays))],
    [t('statistics.searches'), format.number(data.totals['searches'] ?? 0)],
    [t('statistics.downloads'), format.number(data.totals['downloads'] ?? 0)],
    [t('statistics.failed'), format.number(data.totals['downloads_failed'] ?? 0)],
    [t('statistics.bytes'), format.bytes(sum(bytes))],
    [t('statistics.requests'), format.number(data.totals['requests'] ?? 0)],
  ] as const;
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }}>
        {tiles.map(([label, value]) => (
          <div className="panel" key={label} style={{ padding: 'var(--mantine-spacing-md)' }}>
            <Text size="xl" fw={650}>
              {value}
            </Text>
            <Text size="sm" c="dimmed">
              {label}
            </Text>
          </div>
        ))}
      </SimpleGrid>
      <Panel title={t('statistics.playsByDay')}>
        {plays.length === 0 ? <Text c="dimmed">{t('statistics.noPlays')}</Text> : <DayBars days={days} />}
        <Group gap="md" mt="sm">
          {plays.map(([source, count]) => (
            <Text key={source} size="sm">
              {t('statistics.ofSource', { source: name(source), count })}
            </Text>
          ))}
        </Group>
      </Panel>
      {data.top.length > 0 && <TopSongs top={data.top} />}
    </Stack>
  );
}

function TopSongs({ top }: { top: Statistics['top'] }) {
  const { t } = useTranslation('music');
  const format = useFormat();
  return (
    <Panel title={t('statistics.top')} padded={false}>
      <Table.ScrollContainer minWidth={440} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('statistics.top') } }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('statistics.song')}</Table.Th>
              <Table.Th>{t('search.source')}</Table.Th>
              <Table.Th ta="right">{t('statistics.plays')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {top.map((song) => (
              <Table.Tr key={`${song.provider} ${song.itemId}`}>
                <Table.Td translate="no">
                  <Text size="sm" fw={600}>
                    {song.title === '' ? song.itemId : song.title}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {song.artist}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <SourceBadge source={song.provider} />
                </Table.Td>
                <Table.Td ta="right">{format.number(song.count)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}
