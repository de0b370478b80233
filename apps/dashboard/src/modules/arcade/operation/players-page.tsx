import { Button, Group, Text } from '@mantine/core';
import { IconSearch, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Face } from '../../../components/face.js';
import { Pager } from '../../../components/pager.js';
import { Empty, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { useAccess } from '../api.js';
import { grouped } from '../me/card-number.js';
import { SearchField } from '../parts/search-field.js';
import { OperationPage } from './operation-page.js';
import { PlayerDrawer } from './player/player-drawer.js';
import { playerListQuery, PLAYERS_PAGE, type PlayerSummary } from './players-api.js';

/** Everybody who has played here, with cards and accounts. */
export function PlayersPage() {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const network = useAccess()?.network === true;
  const [q, setQ] = useState('');
  const [page, setPage] = useState(0);
  const [shown, setShown] = useState<number | null>(null);
  const query = useQuery({ ...playerListQuery(q, page), enabled: network });
  return (
    <OperationPage tab="players" lead={t('people.lead')}>
      <Group>
        <SearchField
          label={t('people.search')}
          value={q}
          onChange={(value) => {
            setQ(value);
            setPage(0);
          }}
        />
        {query.data !== undefined && (
          <Text size="sm" c="dimmed" ml="auto" role="status">
            {t('people.count', { count: query.data.total, formatted: format.number(query.data.total) })}
          </Text>
        )}
      </Group>
      <QueryView
        query={query}
        isEmpty={(list) => list.total === 0}
        empty={
          <Empty icon={q === '' ? IconUsers : IconSearch} title={t(q === '' ? 'players.empty' : 'people.noHits')}>
            {t(q === '' ? 'players.emptyText' : 'people.noHitsText')}
          </Empty>
        }
      >
        {(list) => (
          <>
            <Players players={list.items} onShow={setShown} />
            <Pager page={page} pages={Math.ceil(list.total / PLAYERS_PAGE)} onPage={setPage} />
          </>
        )}
      </QueryView>
      <PlayerDrawer id={shown} onClose={() => setShown(null)} />
    </OperationPage>
  );
}

function Players({ players, onShow }: { players: PlayerSummary[]; onShow: (id: number) => void }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const columns = useMemo(
    (): Column<PlayerSummary>[] => [
      {
        id: 'name',
        header: t('people.player'),
        fixed: true,
        render: (player) => (
          <Group gap="sm" wrap="nowrap">
            <Face name={player.name} />
            <div>
              <Text fw={600} size="sm" {...(player.name === '' ? {} : { translate: 'no' })}>
                {player.name === '' ? t('score.nameless') : player.name}
              </Text>
              <Text size="xs" c="dimmed">
                {player.account === null ? t('people.noAccount') : <span translate="no">{player.account.username}</span>}
              </Text>
            </div>
          </Group>
        ),
      },
      { id: 'cards', header: t('card.title'), render: (player) => <CardNumbers player={player} /> },
      {
        id: 'games',
        header: t('profiles.title'),
        render: (player) => (
          <Text size="sm" lineClamp={2} translate="no">
            {player.games.length === 0 ? '–' : player.games.map(({ game }) => game).join(', ')}
          </Text>
        ),
      },
      { id: 'plays', header: t('players.plays'), render: (player) => format.number(player.plays) },
      { id: 'last', header: t('players.last'), render: (player) => (player.last_play === null ? '–' : <When at={player.last_play} relative />) },
      {
        id: 'show',
        header: t('audit.more'),
        fixed: true,
        render: (player) => (
          <Button size="compact-sm" variant="subtle" onClick={() => onShow(player.id)} aria-label={t('people.openNamed', { name: player.name, id: player.id })}>
            {t('audit.open')}
          </Button>
        ),
      },
    ],
    [t, format, onShow],
  );
  return <DataTable rows={players} columns={columns} rowId={(player) => String(player.id)} label={t('operation.title.players')} minWidth={820} />;
}

function CardNumbers({ player }: { player: PlayerSummary }) {
  if (player.cards.length === 0) return <>–</>;
  return (
    <>
      {player.cards.map(({ card, number }) => (
        <Text key={card} size="xs" className="mono" translate="no" style={{ whiteSpace: 'nowrap' }}>
          {grouped(number ?? card)}
        </Text>
      ))}
    </>
  );
}
