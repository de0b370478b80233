import { Anchor, Group, Stack, Table, Text, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import table from '../../../components/data-table.module.css';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import type { Score } from '../api.js';
import { ChartBadge, Judgements, Mark, NewRecord } from './score-parts.js';
import { comboOf, usualDir, type Sort } from './score-view.js';
import classes from './scores.module.css';

interface ScoreListProps {
  series: string;
  scores: readonly Score[];
  /** What the list is, for screen readers. */
  label: string;
  /** Whose score it is has a column of its own. */
  withPlayer?: boolean;
  /** The part of the series a song came with, where the game has such parts. */
  categoryOf?: (song: number) => string | undefined;
  /** Absent: the order is fixed (newest first). */
  order?: { sort: Sort; dir: 'asc' | 'desc'; onSort: (sort: Sort, dir: 'asc' | 'desc') => void };
}

/** Scores: a table where there is room, cards one below the other on a telephone. */
export function ScoreList(props: ScoreListProps) {
  const narrow = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  return narrow ? <Cards {...props} /> : <Rows {...props} />;
}

const keyOf = (score: Score): string => `${score.player}-${score.song}-${score.chart}-${score.at}-${score.points}`;

export function SongLink({ series, score }: { series: string; score: Score }) {
  const { t } = useTranslation('arcade');
  // A song that left the table keeps its scores, but has no page.
  if (score.song_name === '') return <Text span>{t('score.unknownSong', { song: score.song })}</Text>;
  return (
    <Anchor fw={600} translate="no" renderRoot={(rest) => <Link to="/arcade/games/$series/songs/$song" params={{ series, song: String(score.song) }} search={{ chart: score.chart }} {...rest} />}>
      {score.song_name}
    </Anchor>
  );
}

export function PlayerLink({ series, player, name, inText = false }: { series: string; player: number; name: string; inText?: boolean }) {
  const { t } = useTranslation('arcade');
  const known = name !== '';
  return (
    <Anchor underline={inText ? 'always' : 'hover'} {...(known ? { translate: 'no' } : {})} renderRoot={(rest) => <Link to="/arcade/games/$series/players/$player" params={{ series, player: String(player) }} {...rest} />}>
      {known ? name : t('score.nameless')}
    </Anchor>
  );
}

/** The song, and below it in small letters where it came from. */
function SongCell({ series, score, categoryOf }: { series: string; score: Score; categoryOf: ScoreListProps['categoryOf'] }) {
  const category = categoryOf?.(score.song);
  return (
    <>
      <SongLink series={series} score={score} />
      {category !== undefined && (
        <Text size="xs" c="dimmed" translate="no">
          {category}
        </Text>
      )}
    </>
  );
}

function Cards({ series, scores, label, withPlayer = false, categoryOf }: ScoreListProps) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  return (
    <ul className={`panel ${classes.list}`} aria-label={label}>
      {scores.map((score) => (
        <li key={keyOf(score)} className={classes.row}>
          <Text lineClamp={3} component="div">
            <SongCell series={series} score={score} categoryOf={categoryOf} />
          </Text>
          <Text className={classes.points}>{format.number(score.points)}</Text>
          <Group gap={6}>
            <ChartBadge chart={score.chart} name={score.chart_name} />
            <Mark score={score} />
            <NewRecord score={score} />
          </Group>
          <Text size="xs" c="dimmed" ta="end">
            <When at={score.at} relative />
          </Text>
          {(withPlayer || score.plays !== null) && (
            <Text size="xs" c="dimmed" component="div" style={{ gridColumn: '1 / -1' }}>
              {withPlayer && <PlayerLink inText series={series} player={score.player} name={score.player_name} />}
              {withPlayer && score.plays !== null && ' · '}
              {score.plays !== null && t('score.playsCount', { count: score.plays })}
            </Text>
          )}
        </li>
      ))}
    </ul>
  );
}

function Rows({ series, scores, label, withPlayer = false, categoryOf, order }: ScoreListProps) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const withPlays = scores.some((score) => score.plays !== null);
  return (
    <div className="panel">
      <Table.ScrollContainer minWidth={760} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': label, role: 'region' } }}>
        <Table highlightOnHover aria-label={label} className={table.table}>
          <Table.Thead>
            <Table.Tr>
              <Head sort="song" order={order}>
                {t('score.song')}
              </Head>
              <Head sort="chart" order={order}>
                {t('score.chart')}
              </Head>
              {withPlayer && (
                <Head sort="player" order={order}>
                  {t('score.player')}
                </Head>
              )}
              <Head sort="points" order={order} end>
                {t('score.points')}
              </Head>
              <Head sort="lamp" order={order}>
                {t('score.mark')}
              </Head>
              <Head sort="combo" order={order} end>
                {t('score.combo')}
              </Head>
              {withPlays && (
                <Head sort="plays" order={order} end>
                  {t('score.plays')}
                </Head>
              )}
              <Head sort="at" order={order}>
                {t('score.at')}
              </Head>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {scores.map((score) => (
              <Table.Tr key={keyOf(score)}>
                <Table.Td>
                  <SongCell series={series} score={score} categoryOf={categoryOf} />
                </Table.Td>
                <Table.Td>
                  <ChartBadge chart={score.chart} name={score.chart_name} />
                </Table.Td>
                {withPlayer && (
                  <Table.Td>
                    <PlayerLink series={series} player={score.player} name={score.player_name} />
                  </Table.Td>
                )}
                <Table.Td className={classes.points}>{format.number(score.points)}</Table.Td>
                <Table.Td>
                  <Stack gap={2}>
                    <Group gap={6}>
                      <Mark score={score} />
                      <NewRecord score={score} />
                    </Group>
                    <Judgements score={score} />
                  </Stack>
                </Table.Td>
                <Table.Td ta="end">{comboOf(score) === null ? '–' : format.number(comboOf(score) ?? 0)}</Table.Td>
                {withPlays && <Table.Td ta="end">{score.plays === null ? '–' : format.number(score.plays)}</Table.Td>}
                <Table.Td style={{ whiteSpace: 'nowrap' }}>
                  <When at={score.at} relative />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}

const SPOKEN = { asc: 'ascending', desc: 'descending' } as const;

function Head({ sort, order, end = false, children }: { sort: Sort; order: ScoreListProps['order']; end?: boolean; children: ReactNode }) {
  if (order === undefined) return <Table.Th ta={end ? 'end' : 'start'}>{children}</Table.Th>;
  const on = order.sort === sort;
  const Arrow = !on ? IconArrowsSort : order.dir === 'asc' ? IconArrowUp : IconArrowDown;
  return (
    <Table.Th ta={end ? 'end' : 'start'} aria-sort={on ? SPOKEN[order.dir] : undefined}>
      <UnstyledButton className={table.sort} onClick={() => order.onSort(sort, on ? (order.dir === 'asc' ? 'desc' : 'asc') : usualDir(sort))}>
        {children}
        <Arrow size={14} className={table.arrow} data-on={on || undefined} aria-hidden />
      </UnstyledButton>
    </Table.Th>
  );
}
