import { Group, SegmentedControl, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconTrophy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import table from '../../../components/data-table.module.css';
import { Page } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { NotFound } from '../../../shell/route-states.js';
import { meQuery, seriesQuery, songsQuery, topScoresQuery, type Score, type Series, type Song } from '../api.js';
import { SeriesCrumb } from './series-page.js';
import { PlayerLink } from './score-list.js';
import { Judgements, Mark } from './score-parts.js';
import { comboOf, difficultiesOf } from './score-view.js';
import classes from './scores.module.css';

const route = getRouteApi('/app/arcade/games/$series/songs/$song');

/** One song: its charts, and who is best at each. */
export function SongPage() {
  const { series: name, song: id } = route.useParams();
  const all = useQuery(seriesQuery);
  const songs = useQuery(songsQuery(name));
  const series = all.data?.find((one) => one.series === name);
  const song = songs.data?.find((one) => String(one.song) === id);
  if (all.data === undefined) return <QueryView query={all}>{() => null}</QueryView>;
  if (series !== undefined && songs.data === undefined) return <QueryView query={songs}>{() => null}</QueryView>;
  return series === undefined || song === undefined ? <NotFound /> : <Known series={series} song={song} />;
}

function Known({ series, song }: { series: Series; song: Song }) {
  const { t } = useTranslation('arcade');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(topScoresQuery(series.series, song.song));
  const charts = difficultiesOf(song);
  // Where nobody chose a chart: the one that is played most.
  const counts = new Map<number, number>();
  for (const score of query.data ?? []) counts.set(score.chart, (counts.get(score.chart) ?? 0) + 1);
  const busiest = [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
  const chart = search.chart ?? busiest ?? charts.at(-1)?.[0] ?? 0;
  const names = series.charts ?? {};
  return (
    <Page title={song.name} titleIsData above={<SeriesCrumb series={series} />} lead={<span translate="no">{[song.artist, song.genre].filter((text) => text !== '').join(' · ')}</span>}>
      <div style={{ overflowX: 'auto' }}>
        <SegmentedControl
          aria-label={t('score.chart')}
          value={String(chart)}
          onChange={(value) => void navigate({ search: { chart: Number(value) }, replace: true })}
          data={charts.map(([number, difficulty]) => ({
            value: String(number),
            label: (
              <Group gap={6} wrap="nowrap" justify="center" translate="no">
                {names[number] ?? number}
                <b>{difficulty}</b>
              </Group>
            ),
          }))}
        />
      </div>
      <QueryView
        query={query}
        isEmpty={(scores) => !scores.some((score) => score.chart === chart)}
        empty={
          <Empty icon={IconTrophy} title={t('song.none')}>
            {t('song.noneText')}
          </Empty>
        }
      >
        {(scores) => <Ranking series={series.series} scores={scores.filter((score) => score.chart === chart).sort((a, b) => b.points - a.points || a.at.localeCompare(b.at))} />}
      </QueryView>
    </Page>
  );
}

/** 1, 2, 2, 4: equal points share a place. */
export const placesOf = (scores: readonly Pick<Score, 'points'>[]): number[] => scores.map(({ points }) => scores.findIndex((other) => other.points === points) + 1);

function Ranking({ series, scores }: { series: string; scores: readonly Score[] }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const { data: me } = useQuery(meQuery);
  const narrow = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  const places = placesOf(scores);
  return (
    <div className="panel">
      <Table aria-label={t('song.top')} className={table.table} horizontalSpacing={narrow ? 8 : undefined}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('song.place')}</Table.Th>
            <Table.Th>{t('score.player')}</Table.Th>
            <Table.Th ta="end">{t('score.points')}</Table.Th>
            {!narrow && <Table.Th>{t('score.mark')}</Table.Th>}
            {!narrow && <Table.Th ta="end">{t('score.combo')}</Table.Th>}
            {!narrow && <Table.Th ta="end">{t('score.plays')}</Table.Th>}
            {!narrow && <Table.Th>{t('score.at')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {scores.map((score, index) => (
            <Table.Tr key={score.player} className={score.player === me?.id ? classes.own : undefined}>
              <Table.Td className={classes.rank} data-top={(places[index] ?? 9) <= 3 || undefined}>
                {places[index]}
              </Table.Td>
              <Table.Td>
                <PlayerLink series={series} player={score.player} name={score.player_name} />
                {narrow && <Mark score={score} />}
              </Table.Td>
              <Table.Td className={classes.points}>
                {format.number(score.points)}
                {narrow && (
                  <Text size="xs" c="dimmed">
                    <When at={score.at} relative />
                  </Text>
                )}
              </Table.Td>
              {!narrow && (
                <Table.Td>
                  <Mark score={score} />
                  <Judgements score={score} />
                </Table.Td>
              )}
              {!narrow && <Table.Td ta="end">{comboOf(score) === null ? '–' : format.number(comboOf(score) ?? 0)}</Table.Td>}
              {!narrow && <Table.Td ta="end">{score.plays === null ? '–' : format.number(score.plays)}</Table.Td>}
              {!narrow && (
                <Table.Td>
                  <When at={score.at} />
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
