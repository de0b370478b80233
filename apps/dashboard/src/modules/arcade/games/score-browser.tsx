import { Group, Text } from '@mantine/core';
import { IconMusic, IconSearch } from '@tabler/icons-react';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Pager } from '../../../components/pager.js';
import { Empty, QueryView } from '../../../components/states.js';
import { useFormat } from '../../../i18n/format.js';
import { songsQuery, type Score, type Series } from '../api.js';
import { SearchField } from '../parts/search-field.js';
import { CategoryFilter, Filter, OrderSelect, partsOf } from './list-controls.js';
import { ScoreList } from './score-list.js';
import { categoriesOf, lampOf, LAMPS, shownScores, SORTS, usualDir, type Sort } from './score-view.js';
import type { SeriesSearch } from './search.js';

/** Scores on one page of the list. */
const PAGE = 50;

interface ScoreBrowserProps {
  series: Series;
  query: UseQueryResult<Score[]>;
  label: string;
  search: SeriesSearch;
  change: (part: Partial<SeriesSearch>) => void;
  withPlayer?: boolean;
  /** What stands there when the server has no scores at all. */
  empty: ReactNode;
}

/** Scores with search, filters, order and pages; all of it stands in the address. */
export function ScoreBrowser({ series, query, label, search, change, withPlayer = false, empty }: ScoreBrowserProps) {
  return (
    <QueryView query={query} isEmpty={(scores) => scores.length === 0} empty={empty}>
      {(scores) => <Browser series={series} scores={scores} label={label} search={search} change={change} withPlayer={withPlayer} />}
    </QueryView>
  );
}

function Browser({ series, scores, label, search, change, withPlayer }: Omit<ScoreBrowserProps, 'query' | 'empty'> & { scores: Score[] }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const { data: songs } = useQuery(songsQuery(series.series));
  const categories = useMemo(() => categoriesOf(songs ?? []), [songs]);
  const sort = SORTS.find((one) => one === search.sort) ?? 'song';
  const dir = search.dir ?? usualDir(sort);
  const onSort = (next: Sort, to: 'asc' | 'desc') => change({ sort: next === 'song' ? undefined : next, dir: to === usualDir(next) ? undefined : to });
  const shown = shownScores(scores, { ...search, sort }, categories);
  const pages = Math.max(1, Math.ceil(shown.length / PAGE));
  const page = Math.min(search.page ?? 0, pages - 1);
  const charts = Object.entries(series.charts ?? {}).filter(([chart]) => scores.some((score) => score.chart === Number(chart)));
  const parts = partsOf(series, (category) => scores.some((score) => categories.get(score.song) === category));
  const sorts = SORTS.filter((one) => (one === 'player' ? withPlayer === true : one === 'category' ? parts.length > 0 : true));
  const lamps = LAMPS.filter((lamp) => scores.some((score) => lampOf(score) === lamp));
  const nameOf = (song: number): string | undefined => series.categories?.[String(categories.get(song))];
  return (
    <>
      <Group gap="sm">
        <SearchField label={t(withPlayer === true ? 'score.searchAll' : 'score.search')} value={search.q ?? ''} onChange={(q) => change({ q: q === '' ? undefined : q })} />
        <Filter label={t('score.chart')} all={t('score.allCharts')} data={charts.map(([value, name]) => ({ value, label: name }))} value={search.chart === undefined ? null : String(search.chart)} onChange={(chart) => change({ chart: chart === null ? undefined : Number(chart) })} />
        <Filter label={t('score.mark')} all={t('score.allMarks')} data={lamps.map((lamp) => ({ value: lamp, label: t(`lamp.${lamp}`) }))} value={search.lamp ?? null} onChange={(value) => change({ lamp: LAMPS.find((lamp) => lamp === value) })} />
        <CategoryFilter parts={parts} value={search.category} onChange={(category) => change({ category })} />
        <OrderSelect orders={sorts} value={sort} onChange={(next) => onSort(next, usualDir(next))} />
        <Text size="sm" c="dimmed" ml="auto" role="status">
          {t('score.count', { count: shown.length, formatted: format.number(shown.length) })}
        </Text>
      </Group>
      {shown.length === 0 ? (
        <Empty icon={IconSearch} title={t('score.noHits')}>
          {t('score.noHitsText')}
        </Empty>
      ) : (
        <ScoreList series={series.series} scores={shown.slice(page * PAGE, (page + 1) * PAGE)} label={label} withPlayer={withPlayer === true} categoryOf={nameOf} order={{ sort, dir, onSort }} />
      )}
      <Pager page={page} pages={pages} onPage={(next) => change({ page: next === 0 ? undefined : next })} />
    </>
  );
}

/** Nobody has played yet, or no songs are known. */
export function NoScores({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Empty icon={IconMusic} title={title}>
      {children}
    </Empty>
  );
}
