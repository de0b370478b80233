import { Anchor, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import { NotFound } from '../../../shell/route-states.js';
import { ALL_VERSIONS, seriesQuery, songsQuery, type Series } from '../api.js';
import { TabBar } from '../../../components/tab-bar.js';
import { PlayersTab } from './players-tab.js';
import { PlaysTab } from './plays-tab.js';
import { MyScoresTab, RecordsTab } from './records-tabs.js';
import { RivalsTab } from './rivals-tab.js';
import { versionsWith } from './score-view.js';
import { TABS, type SeriesSearch, type Tab } from './search.js';
import { SongsTab } from './songs-tab.js';

const route = getRouteApi('/app/arcade/games/$series');

/** Where a page of a series belongs. */
export function SeriesCrumb({ series }: { series?: Series }) {
  const { t } = useTranslation('arcade');
  return (
    <Anchor size="sm" {...(series === undefined ? {} : { translate: 'no' })} renderRoot={(props) => (series === undefined ? <Link to="/arcade/games" {...props} /> : <Link to="/arcade/games/$series" params={{ series: series.series }} {...props} />)}>
      {series === undefined ? t('nav.games') : series.title}
    </Anchor>
  );
}

/** One series: own scores, records, plays, songs, players, rivals. */
export function SeriesPage() {
  const { series: name } = route.useParams();
  const query = useQuery(seriesQuery);
  const series = query.data?.find((one) => one.series === name);
  if (query.data === undefined) return <QueryView query={query}>{() => null}</QueryView>;
  return series === undefined ? <NotFound /> : <Known key={name} series={series} />;
}

/** What there is to see of a series. */
function tabsOf(series: Series): Tab[] {
  const music = series.charts !== null;
  const rivals = series.versions.some((version) => version.rivals > 0);
  return TABS.filter((tab) => (tab === 'players' ? true : tab === 'rivals' ? rivals : music));
}

function Known({ series }: { series: Series }) {
  const { t } = useTranslation('arcade');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const songs = useQuery({ ...songsQuery(series.series), enabled: series.charts !== null });
  const tabs = tabsOf(series);
  const tab = tabs.find((one) => one === search.tab) ?? tabs[0] ?? 'players';
  const versions = tab === 'rivals' ? series.versions.filter(({ rivals }) => rivals > 0).toReversed() : versionsWith(series, songs.data ?? []);
  const version = versions.find((one) => one.version === search.version) ?? versions[0];
  const change = (part: Partial<SeriesSearch>) => void navigate({ search: (before) => ({ ...before, page: undefined, ...part }), replace: true });
  const hasAll = tab === 'scores' || tab === 'records';
  const choosesVersion = (hasAll || tab === 'rivals') && versions.length > 1;
  const shown = hasAll && search.version === ALL_VERSIONS ? ALL_VERSIONS : version?.version;
  const choices = [...(hasAll ? [{ value: String(ALL_VERSIONS), label: t('series.allVersions') }] : []), ...versions.map((one) => ({ value: String(one.version), label: one.name }))];
  return (
    <Page
      title={series.title}
      titleIsData
      above={<SeriesCrumb />}
      actions={
        choosesVersion && (
          <Select
            aria-label={t('series.version')}
            allowDeselect={false}
            data={choices}
            value={String(shown)}
            onChange={(value) => value !== null && change({ version: Number(value) })}
            translate="no"
          />
        )
      }
    >
      {tabs.length > 1 && (
        <TabBar
          label={t('series.tabs')}
          tabs={tabs.map((one) => ({
            key: one,
            label: t(`series.tab.${one}`),
            current: one === tab,
            link: { to: '/arcade/games/$series', params: { series: series.series }, search: { ...(one === tabs[0] ? {} : { tab: one }), ...(search.version === undefined ? {} : { version: search.version }) } },
          }))}
        />
      )}
      {(series.charts === null || songs.data !== undefined) && shown !== undefined ? (
        <Shown tab={tab} series={series} version={shown} search={search} change={change} />
      ) : (
        <QueryView query={songs}>{() => null}</QueryView>
      )}
    </Page>
  );
}

/** What each tab gets. */
export interface TabProps {
  series: Series;
  version: number;
  search: SeriesSearch;
  change: (part: Partial<SeriesSearch>) => void;
}

function Shown({ tab, ...props }: TabProps & { tab: Tab }) {
  switch (tab) {
    case 'scores':
      return <MyScoresTab {...props} />;
    case 'records':
      return <RecordsTab {...props} />;
    case 'plays':
      return <PlaysTab {...props} />;
    case 'songs':
      return <SongsTab {...props} />;
    case 'players':
      return <PlayersTab {...props} />;
    case 'rivals':
      return <RivalsTab {...props} />;
  }
}
