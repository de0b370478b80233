import { Anchor, Group, Text } from '@mantine/core';
import { IconMusic, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Pager } from '../../../components/pager.js';
import { Empty, QueryView } from '../../../components/states.js';
import { useFormat } from '../../../i18n/format.js';
import { songsQuery, type Song } from '../api.js';
import { SearchField } from '../parts/search-field.js';
import { CategoryFilter, OrderSelect, partsOf } from './list-controls.js';
import { ChartBadge } from './score-parts.js';
import { difficultiesOf, shownSongs, SONG_SORTS } from './score-view.js';
import type { TabProps } from './series-page.js';
import classes from './scores.module.css';

const PAGE = 50;

/** All songs of a series, to look one up. */
export function SongsTab({ series, search, change }: TabProps) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const query = useQuery(songsQuery(series.series));
  return (
    <QueryView
      query={query}
      isEmpty={(songs) => songs.length === 0}
      empty={
        <Empty icon={IconMusic} title={t('songs.empty')}>
          {t('songs.emptyText')}
        </Empty>
      }
    >
      {(songs) => {
        const sort = SONG_SORTS.find((one) => one === search.sort) ?? 'song';
        const shown = shownSongs(songs, { ...search, sort });
        const parts = partsOf(series, (category) => songs.some((song) => song.category === category));
        const pages = Math.max(1, Math.ceil(shown.length / PAGE));
        const page = Math.min(search.page ?? 0, pages - 1);
        return (
          <>
            <Group gap="sm">
              <SearchField label={t('songs.search')} value={search.q ?? ''} onChange={(q) => change({ q: q === '' ? undefined : q })} />
              <CategoryFilter parts={parts} value={search.category} onChange={(category) => change({ category })} />
              <OrderSelect orders={SONG_SORTS.filter((one) => one !== 'category' || parts.length > 0)} value={sort} onChange={(next) => change({ sort: next === 'song' ? undefined : next, dir: undefined })} />
              <Text size="sm" c="dimmed" ml="auto" role="status">
                {t('songs.count', { count: shown.length, formatted: format.number(shown.length) })}
              </Text>
            </Group>
            {shown.length === 0 ? <Empty icon={IconSearch} title={t('songs.noHits')} /> : <Songs series={series.series} charts={series.charts ?? {}} categories={series.categories ?? {}} songs={shown.slice(page * PAGE, (page + 1) * PAGE)} />}
            <Pager page={page} pages={pages} onPage={(next) => change({ page: next === 0 ? undefined : next })} />
          </>
        );
      }}
    </QueryView>
  );
}

function Songs({ series, charts, categories, songs }: { series: string; charts: Readonly<Record<string, string>>; categories: Readonly<Record<string, string>>; songs: readonly Song[] }) {
  const { t } = useTranslation('arcade');
  return (
    <ul className={`panel ${classes.list}`} aria-label={t('series.tab.songs')}>
      {songs.map((song) => (
        <li key={song.song} className={classes.song}>
          <div>
            <Anchor fw={600} translate="no" renderRoot={(rest) => <Link to="/arcade/games/$series/songs/$song" params={{ series, song: String(song.song) }} {...rest} />}>
              {song.name}
            </Anchor>
            <Text size="sm" c="dimmed" translate="no">
              {[song.artist, song.genre, categories[String(song.category)] ?? ''].filter((text) => text !== '').join(' · ')}
            </Text>
          </div>
          <Group gap={6}>
            {difficultiesOf(song).map(([chart, difficulty]) => (
              <ChartBadge key={chart} chart={chart} name={charts[chart] ?? String(chart)} difficulty={difficulty} />
            ))}
          </Group>
        </li>
      ))}
    </ul>
  );
}
