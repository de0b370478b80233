import { Anchor, Badge, Button, Group, Select, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBan, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../../components/data-table.js';
import { Pager } from '../../../components/pager.js';
import { Empty, QueryView } from '../../../components/states.js';
import { SERVERS_KEY } from '../api/data.js';
import { allBansQuery } from '../api/queries.js';
import type { ListedBan } from '../api/types.js';
import { HousePage } from '../house/house-page.js';
import { SearchBox } from '../house/search-box.js';
import { BAN_STATES, LASTS, type BansSearch } from '../house/search.js';
import { ServerFilter } from '../house/server-select.js';
import { useRights } from '../parts/rights.js';
import { BanModal } from './ban-modal.js';
import { useBanColumns } from './ban-table.js';
import { BansFile } from './bans-file.js';
import { LiftModal } from './lift-modal.js';

const PAGE = 50;
const route = getRouteApi('/app/servers/bans');

/** Who is banned, over all servers. */
export function AllBansPage() {
  const { t } = useTranslation('servers');
  const rights = useRights();
  const search = route.useSearch();
  const [page, setPage] = useState(0);
  const [adding, add] = useDisclosure();
  const [lifted, setLifted] = useState<ListedBan | null>(null);
  const query = useQuery({ ...allBansQuery(search, page, PAGE), placeholderData: keepPreviousData });
  const columns = useBanColumns<ListedBan>({ sortable: false, onLift: setLifted, renderWhere: (ban) => <Place ban={ban} /> });
  const filtered = Object.keys(search).length > 0;
  return (
    <HousePage
      tab="bans"
      title={t('tabs.bans')}
      lead={t('house.bansLead')}
      actions={
        <>
          {rights.write && <BansFile renews={[SERVERS_KEY]} />}
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={add.open}>
            {t('bans.add')}
          </Button>
        </>
      }
    >
      <Stack gap="md">
        <Filters search={search} onChange={() => setPage(0)} />
        <QueryView
          query={query}
          isEmpty={({ total }) => total === 0}
          empty={
            <Empty icon={IconBan} title={t(filtered ? 'house.noBans' : 'bans.empty')}>
              {filtered ? undefined : t('bans.emptyText')}
            </Empty>
          }
        >
          {({ items, total }) => (
            <>
              <DataTable rows={items} columns={columns} rowId={(ban) => String(ban.id)} label={t('tabs.bans')} minWidth={760} />
              <Pager page={page} pages={Math.ceil(total / PAGE)} onPage={setPage} />
            </>
          )}
        </QueryView>
      </Stack>
      <BanModal opened={adding} onClose={add.close} />
      <LiftModal ban={lifted} renews={[SERVERS_KEY]} onClose={() => setLifted(null)} />
    </HousePage>
  );
}

function Place({ ban }: { ban: ListedBan }) {
  const { t } = useTranslation('servers');
  if (ban.server_id === null) {
    return (
      <Badge variant="default" tt="none">
        {t('bans.everywhere')}
      </Badge>
    );
  }
  if (ban.server_name === null) return <>{t('house.goneServer')}</>;
  return (
    <Anchor component={Link} to={`/servers/${ban.server_id}/bans`} size="sm" translate="no">
      {ban.server_name}
    </Anchor>
  );
}

function Filters({ search, onChange }: { search: BansSearch; onChange: () => void }) {
  const { t } = useTranslation('servers');
  const navigate = route.useNavigate();
  const go = (next: BansSearch) => {
    onChange();
    void navigate({ search: next, replace: true });
  };
  const { q, server, state, lasts } = search;
  return (
    <Group gap="sm" role="search">
      <SearchBox label={t('house.banSearch')} value={q ?? ''} onSearch={(text) => go({ ...without(search, 'q'), ...(text === '' ? {} : { q: text }) })} />
      <ServerFilter value={server} onChange={(id) => go({ ...without(search, 'server'), ...(id === undefined ? {} : { server: id }) })} />
      <Select
        aria-label={t('house.banState')}
        w={150}
        allowDeselect={false}
        data={BAN_STATES.map((value) => ({ value, label: t(`banState.${value}`) }))}
        value={state ?? 'active'}
        onChange={(value) => go({ ...without(search, 'state'), ...(value === null || value === 'active' ? {} : { state: value }) })}
      />
      <Select
        aria-label={t('ban.duration')}
        w={170}
        allowDeselect={false}
        data={LASTS.map((value) => ({ value, label: t(`banLasts.${value}`) }))}
        value={lasts ?? 'any'}
        onChange={(value) => go({ ...without(search, 'lasts'), ...(value === null || value === 'any' ? {} : { lasts: value }) })}
      />
    </Group>
  );
}

/** The address without one of its parts. */
function without<K extends keyof BansSearch>(search: BansSearch, key: K): Omit<BansSearch, K> {
  const { [key]: _left, ...rest } = search;
  return rest;
}
