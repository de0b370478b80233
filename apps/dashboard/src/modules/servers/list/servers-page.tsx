import { Button, Group, SegmentedControl, Select, SimpleGrid, Skeleton } from '@mantine/core';
import { IconPlus, IconSearch, IconServer2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFallbackPolling } from '../../../live/socket.js';
import { Empty, QueryView } from '../../../components/states.js';
import { serversQuery } from '../api/queries.js';
import type { ServerSummary } from '../api/types.js';
import { HousePage } from '../house/house-page.js';
import { useServersLive } from '../live/use-feed.js';
import { useRights } from '../parts/rights.js';
import { SearchField } from '../parts/search-field.js';
import { ORDERS, pick, SHOWN, tagsOf, type ServersSearch } from './filters.js';
import classes from './list.module.css';
import { ServerCard } from './server-card.js';

const route = getRouteApi('/app/servers');

/** All servers as cards, live. */
export function ServersPage() {
  const { t } = useTranslation('servers');
  const rights = useRights();
  const polling = useFallbackPolling(10_000);
  const query = useQuery({ ...serversQuery, refetchInterval: polling === false ? 60_000 : polling });
  useServersLive('all');
  const servers = query.data ?? [];
  const players = servers.reduce((sum, server) => sum + server.player_count, 0);
  const running = servers.filter(({ status }) => status === 'running').length;
  return (
    <HousePage
      tab="servers"
      title={t('nav.servers')}
      lead={servers.length === 0 ? t('list.lead') : t('list.summary', { running, count: servers.length, players })}
      actions={
        rights.write && (
          <Button component={Link} to="/servers/new" leftSection={<IconPlus size={18} aria-hidden />}>
            {t('list.create')}
          </Button>
        )
      }
    >
      <QueryView query={query} skeleton={<CardsSkeleton />} isEmpty={(all) => all.length === 0} empty={<NoServers />}>
        {(all) => <Cards servers={all} />}
      </QueryView>
    </HousePage>
  );
}

function Cards({ servers }: { servers: readonly ServerSummary[] }) {
  const { t } = useTranslation('servers');
  const search = route.useSearch();
  const shown = pick(servers, search);
  return (
    <>
      <Toolbar search={search} tags={tagsOf(servers)} />
      {shown.length === 0 ? (
        <Empty
          icon={IconSearch}
          title={t('list.noHits')}
          action={
            <Button component={Link} to="/servers" variant="light">
              {t('list.showAll')}
            </Button>
          }
        />
      ) : (
        <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }} component="ul" className={classes.list}>
          {shown.map((server) => (
            <li key={server.id}>
              <ServerCard server={server} />
            </li>
          ))}
        </SimpleGrid>
      )}
    </>
  );
}

function Toolbar({ search, tags }: { search: ServersSearch; tags: readonly string[] }) {
  const { t } = useTranslation('servers');
  const navigate = route.useNavigate();
  const change = (part: Partial<Record<keyof ServersSearch, unknown>>) => void navigate({ search: (before) => ({ ...before, ...part }) as ServersSearch, replace: true });
  return (
    <Group gap="sm">
      <SearchField label={t('list.search')} value={search.q ?? ''} onChange={(next) => change({ q: next === '' ? undefined : next })} />
      <SegmentedControl
        aria-label={t('list.show')}
        value={search.show ?? 'all'}
        onChange={(show) => change({ show: show === 'all' ? undefined : show })}
        data={['all' as const, ...SHOWN].map((value) => ({ value, label: t(`show.${value}`) }))}
      />
      {tags.length > 0 && <Select aria-label={t('list.tag')} placeholder={t('list.tag')} w={150} clearable clearButtonProps={{ 'aria-label': t('list.anyTag') }} data={[...tags]} value={search.tag ?? null} onChange={(tag) => change({ tag: tag ?? undefined })} />}
      <Select
        aria-label={t('list.order')}
        w={150}
        ml="auto"
        allowDeselect={false}
        data={ORDERS.map((order) => ({ value: order, label: t(`order.${order}`) }))}
        value={search.order ?? 'name'}
        onChange={(order) => change({ order: order === 'name' ? undefined : order })}
      />
    </Group>
  );
}

function NoServers() {
  const { t } = useTranslation('servers');
  const rights = useRights();
  return (
    <Empty
      icon={IconServer2}
      title={t('list.empty')}
      action={
        rights.write && (
          <Button component={Link} to="/servers/new" leftSection={<IconPlus size={20} aria-hidden />}>
            {t('list.createFirst')}
          </Button>
        )
      }
    >
      {t('list.emptyText')}
    </Empty>
  );
}

function CardsSkeleton() {
  const { t } = useTranslation();
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }} role="status" aria-label={t('state.loading')}>
      {Array.from({ length: 3 }, (_, index) => (
        <Skeleton key={index} height={214} radius="lg" />
      ))}
    </SimpleGrid>
  );
}
