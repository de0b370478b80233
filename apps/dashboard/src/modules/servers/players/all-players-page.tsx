import { Badge, Group, Stack, Switch, Text, UnstyledButton } from '@mantine/core';
import { IconEye, IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Pager } from '../../../components/pager.js';
import { Empty, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { seenQuery } from '../api/queries.js';
import type { SeenPlayer } from '../api/types.js';
import { HousePage } from '../house/house-page.js';
import { SearchBox } from '../house/search-box.js';
import type { SeenSearch } from '../house/search.js';
import { ServerFilter } from '../house/server-select.js';
import { DossierDrawer } from './dossier-drawer.js';

const PAGE = 50;
const route = getRouteApi('/app/servers/players');

/** Everybody who was ever seen, on whatever server; what is known of one opens beside the list. */
export function AllPlayersPage() {
  const { t } = useTranslation('servers');
  const { player, ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const [page, setPage] = useState(0);
  const query = useQuery({ ...seenQuery(search, page, PAGE), placeholderData: keepPreviousData });
  const open = (guid: string | null) => void navigate({ search: { ...search, ...(guid === null ? {} : { player: guid }) }, replace: true });
  const columns = useColumns(open);
  const filtered = Object.keys(search).length > 0;
  return (
    <HousePage tab="players" title={t('tabs.players')} lead={t('house.playersLead')}>
      <Stack gap="md">
        <Filters
          search={search}
          onChange={(next) => {
            setPage(0);
            void navigate({ search: next, replace: true });
          }}
        />
        <QueryView query={query} isEmpty={({ total }) => total === 0} empty={<Empty icon={IconUsers} title={t(filtered ? 'house.noPlayers' : 'visits.empty')} />}>
          {({ items, total }) => (
            <>
              <Text size="sm" c="dimmed" role="status">
                {t('house.playerCount', { count: total })}
              </Text>
              <DataTable rows={items} columns={columns} rowId={({ guid }) => guid} label={t('tabs.players')} minWidth={680} />
              <Pager page={page} pages={Math.ceil(total / PAGE)} onPage={setPage} />
            </>
          )}
        </QueryView>
      </Stack>
      <DossierDrawer guid={player ?? null} onClose={() => open(null)} />
    </HousePage>
  );
}

function Filters({ search: { q, server, watch }, onChange }: { search: Omit<SeenSearch, 'player'>; onChange: (search: SeenSearch) => void }) {
  const { t } = useTranslation('servers');
  const parts = { q: q === undefined ? {} : { q }, server: server === undefined ? {} : { server }, watch: watch === undefined ? {} : { watch } };
  return (
    <Group gap="sm" role="search">
      <SearchBox label={t('house.playerSearch')} value={q ?? ''} onSearch={(text) => onChange({ ...parts.server, ...parts.watch, ...(text === '' ? {} : { q: text }) })} />
      <ServerFilter value={server} onChange={(id) => onChange({ ...parts.q, ...parts.watch, ...(id === undefined ? {} : { server: id }) })} />
      <Switch label={t('house.watchedOnly')} checked={watch === true} onChange={(event) => onChange({ ...parts.q, ...parts.server, ...(event.currentTarget.checked ? { watch: true } : {}) })} />
    </Group>
  );
}

function useColumns(onOpen: (guid: string) => void): Column<SeenPlayer>[] {
  const { t } = useTranslation('servers');
  const format = useFormat();
  return [
    {
      id: 'name',
      header: t('players.name'),
      fixed: true,
      render: ({ name, guid, watch }) => (
        <Group gap={8}>
          <UnstyledButton onClick={() => onOpen(guid)} aria-label={t('house.openPlayer', { name })}>
            <Text fw={600} span translate="no">
              {name}
            </Text>
          </UnstyledButton>
          {watch && (
            <Badge color="amber" variant="light" tt="none" leftSection={<IconEye size={12} aria-hidden />}>
              {t('dossier.watched')}
            </Badge>
          )}
        </Group>
      ),
    },
    { id: 'last', header: t('house.lastSeen'), render: ({ last_seen: at }) => <When at={at} relative /> },
    { id: 'first', header: t('house.firstSeen'), render: ({ first_seen: at }) => <When at={at} /> },
    { id: 'visits', header: t('dossier.visits'), render: ({ visits }) => format.number(visits) },
    { id: 'time', header: t('house.inAll'), render: ({ total_seconds: seconds }) => format.duration(seconds) },
    { id: 'steam', header: t('dossier.steam'), render: ({ steam_id: id }) => <span className="mono">{id ?? '–'}</span> },
  ];
}
