import { Group, Text } from '@mantine/core';
import { IconSearch, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Empty, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { playersQuery, type PlayerLine } from '../api.js';
import { SearchField } from '../parts/search-field.js';
import { PlayerLink } from './score-list.js';
import { plain } from './score-view.js';
import type { TabProps } from './series-page.js';

/** Everybody with a profile in the series. */
export function PlayersTab({ series, search, change }: TabProps) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const query = useQuery(playersQuery(series.series));
  return (
    <QueryView
      query={query}
      isEmpty={(players) => players.length === 0}
      empty={
        <Empty icon={IconUsers} title={t('players.empty')}>
          {t('players.emptyText')}
        </Empty>
      }
    >
      {(players) => {
        const term = plain(search.q ?? '');
        const shown = players.filter((line) => plain(`${line.name} ${line.extid} ${line.extid.replace('-', '')}`).includes(term));
        return (
          <>
            <Group gap="sm">
              <SearchField label={t('players.search')} value={search.q ?? ''} onChange={(q) => change({ q: q === '' ? undefined : q })} />
              <Text size="sm" c="dimmed" ml="auto" role="status">
                {t('players.count', { count: shown.length, formatted: format.number(shown.length) })}
              </Text>
            </Group>
            {shown.length === 0 ? <Empty icon={IconSearch} title={t('players.noHits')} /> : <Players series={series.series} players={shown} />}
          </>
        );
      }}
    </QueryView>
  );
}

function Players({ series, players }: { series: string; players: PlayerLine[] }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const columns = useMemo(
    (): Column<PlayerLine>[] => [
      { id: 'name', header: t('players.name'), fixed: true, value: (line) => line.name, render: (line) => <PlayerLink series={series} player={line.player} name={line.name} /> },
      { id: 'extid', header: t('players.extid'), value: (line) => line.extid, render: (line) => <span translate="no">{line.extid}</span> },
      { id: 'plays', header: t('players.plays'), value: (line) => line.plays, render: (line) => format.number(line.plays) },
      { id: 'last', header: t('players.last'), value: (line) => line.last_play, render: (line) => (line.last_play === null ? '–' : <When at={line.last_play} relative />) },
      { id: 'first', header: t('players.first'), value: (line) => line.first_play, render: (line) => (line.first_play === null ? '–' : <When at={line.first_play} />) },
    ],
    [t, format, series],
  );
  return <DataTable rows={players} columns={columns} rowId={(line) => String(line.player)} label={t('series.tab.players')} sortBy={{ id: 'last', desc: true }} minWidth={520} pageSize={100} />;
}
