import { Badge, Button, Group, SimpleGrid, Text } from '@mantine/core';
import { IconSwords } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../../api/problem.js';
import { Face } from '../../../components/face.js';
import { Page } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { NotFound } from '../../../shell/route-states.js';
import { ALL_VERSIONS, meQuery, playerQuery, recordsQuery, rivalsQuery, seriesQuery, type PlayerOfSeries, type Series } from '../api.js';
import { TabBar } from '../../../components/tab-bar.js';
import { Plays } from './plays-tab.js';
import { useRivalry } from './rivals-tab.js';
import { NoScores, ScoreBrowser } from './score-browser.js';
import { SeriesCrumb } from './series-page.js';
import type { SeriesSearch } from './search.js';

const route = getRouteApi('/app/arcade/games/$series/players/$player');

/** A player as everybody on the network sees him. */
export function PlayerPage() {
  const { series: name, player: id } = route.useParams();
  const all = useQuery(seriesQuery);
  const series = all.data?.find((one) => one.series === name);
  const known = series !== undefined && /^[1-9]\d{0,9}$/.test(id);
  const player = useQuery({ ...playerQuery(name, Number(id)), enabled: known });
  if (all.data === undefined) return <QueryView query={all}>{() => null}</QueryView>;
  if (!known || (player.error instanceof ApiProblem && player.error.status === 404)) return <NotFound />;
  return <QueryView query={player}>{(line) => <Known series={series} line={line} />}</QueryView>;
}

function Known({ series, line }: { series: Series; line: PlayerOfSeries }) {
  const { t } = useTranslation('arcade');
  const search = route.useSearch();
  const tab = search.tab === 'plays' ? 'plays' : 'scores';
  const own = useQuery(meQuery).data?.id === line.player;
  const to = (one: 'scores' | 'plays') => ({ to: '/arcade/games/$series/players/$player', params: { series: series.series, player: String(line.player) }, search: one === 'scores' ? {} : { tab: one } }) as const;
  return (
    <Page
      title={line.name === '' ? t('score.nameless') : line.name}
      titleIsData={line.name !== ''}
      above={<SeriesCrumb series={series} />}
      lead={
        <Group gap="xs">
          <span translate="no">{line.extid}</span>
          {own && <Badge variant="light" tt="none">{t('rivals.you')}</Badge>}
          {line.remote && <Badge variant="light" color="gray" tt="none">{t('players.remote')}</Badge>}
        </Group>
      }
      actions={!own && <RivalButton series={series} line={line} />}
    >
      <Facts series={series} line={line} />
      {series.charts !== null && (
        <>
          <TabBar
            label={t('series.tabs')}
            tabs={[
              { key: 'scores', label: t('player.bests'), link: to('scores'), current: tab === 'scores' },
              { key: 'plays', label: t('series.tab.plays'), link: to('plays'), current: tab === 'plays' },
            ]}
          />
          {tab === 'plays' ? <PlaysOf series={series} line={line} /> : <Bests series={series} line={line} />}
        </>
      )}
    </Page>
  );
}

function Facts({ series, line }: { series: Series; line: PlayerOfSeries }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const versions = series.versions.filter(({ version }) => line.versions.includes(version)).map(({ name }) => name);
  // The newest profile says where the player is at home now.
  const details = line.profiles.at(-1)?.details ?? {};
  const shop = [details['shop'], details['shop_area']].filter((text) => text !== undefined && text !== '').join(' · ');
  return (
    <Group className="panel" p="md" gap="lg" wrap="nowrap" align="flex-start">
      <Face name={line.name} size={56} />
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 5 }} flex={1} component="dl" m={0}>
        <Fact label={t('players.plays')}>{format.number(line.plays)}</Fact>
        <Fact label={t('player.days')}>{t('player.daysCount', { count: line.total_days, formatted: format.number(line.total_days) })}</Fact>
        <Fact label={t('players.last')}>{line.last_play === null ? '–' : <When at={line.last_play} relative />}</Fact>
        <Fact label={t('players.first')}>{line.first_play === null ? '–' : <When at={line.first_play} />}</Fact>
        <Fact label={t('player.versions')}>
          <span translate="no">{format.list(versions)}</span>
        </Fact>
        {shop !== '' && (
          <Fact label={t('player.shop')}>
            <span translate="no">{shop}</span>
          </Fact>
        )}
      </SimpleGrid>
    </Group>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="xs" c="dimmed">
        {label}
      </Text>
      <Text component="dd" m={0} fw={600}>
        {children}
      </Text>
    </div>
  );
}

/** The newest version in which both have a profile decides. */
function RivalButton({ series, line }: { series: Series; line: PlayerOfSeries }) {
  const { data: me } = useQuery(meQuery);
  const both = series.versions
    .toReversed()
    .find(({ version, rivals }) => rivals > 0 && line.versions.includes(version) && me?.profiles.some((profile) => profile.series === series.series && profile.version === version) === true);
  return both === undefined ? null : <Rivalry series={series.series} version={both.version} name={both.name} most={both.rivals} line={line} />;
}

function Rivalry({ series, version, name, most, line }: { series: string; version: number; name: string; most: number; line: PlayerOfSeries }) {
  const { t } = useTranslation('arcade');
  const query = useQuery(rivalsQuery(series, version));
  const { add, remove } = useRivalry(series, version);
  if (query.data === undefined) return null;
  const is = query.data.some((rival) => rival.player === line.player);
  const full = !is && query.data.length >= most;
  return (
    <Button variant={is ? 'default' : 'filled'} leftSection={<IconSwords size={18} aria-hidden />} disabled={full} loading={add.isPending || remove.isPending} onClick={() => (is ? remove : add).mutate(line)} title={t(full ? 'rivals.full' : 'rivals.in', { version: name, most })}>
      {t(is ? 'rivals.remove' : 'rivals.add')}
    </Button>
  );
}

function PlaysOf({ series, line }: { series: Series; line: PlayerOfSeries }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return <Plays series={series.series} player={line.player} page={search.page ?? 0} onPage={(page) => void navigate({ search: (before) => ({ ...before, page: page === 0 ? undefined : page }), replace: true })} />;
}

function Bests({ series, line }: { series: Series; line: PlayerOfSeries }) {
  const { t } = useTranslation('arcade');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(recordsQuery(series.series, ALL_VERSIONS, line.player));
  const change = (part: Partial<SeriesSearch>) => void navigate({ search: (before) => ({ ...before, page: undefined, ...part }), replace: true });
  return <ScoreBrowser series={series} query={query} label={t('player.bests')} search={search} change={change} empty={<NoScores title={t('plays.none')}>{t('player.noneText')}</NoScores>} />;
}
