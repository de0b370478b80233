import { Badge, Group, Switch, Text, TextInput } from '@mantine/core';
import { IconList, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Empty, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { requestsQuery, type Request } from '../api.js';
import { MusicPage } from '../parts/music-page.js';
import { SessionsPanel } from './sessions-panel.js';
import { UsagePanel } from './usage-panel.js';

/** The last requests of players: what they asked, who answered, how fast. Secrets are never in it. */
export function RequestsPage() {
  const { t } = useTranslation('music');
  const [wanted, setWanted] = useState('');
  const [following, setFollowing] = useState(true);
  const query = useQuery({ ...requestsQuery, placeholderData: keepPreviousData, refetchInterval: following ? 3_000 : false });
  const found = useMemo(() => {
    const words = wanted.toLowerCase().split(/\s+/);
    return (query.data ?? []).filter(({ route, method, client, user, served, status }) => words.every((word) => `${method} ${route} ${client ?? ''} ${user ?? ''} ${served ?? ''} ${status ?? ''}`.toLowerCase().includes(word)));
  }, [query.data, wanted]);
  return (
    <MusicPage tab="requests">
      <SessionsPanel />
      <Group gap="md">
        <TextInput type="search" flex="1 1 220px" maw={420} aria-label={t('requests.search')} placeholder={t('requests.search')} leftSection={<IconSearch size={16} aria-hidden />} value={wanted} onChange={(event) => setWanted(event.currentTarget.value)} />
        <Switch checked={following} onChange={(event) => setFollowing(event.currentTarget.checked)} label={t('requests.follow')} />
      </Group>
      <QueryView
        query={query}
        isEmpty={(list) => list.length === 0}
        empty={
          <Empty icon={IconList} title={t('requests.empty')}>
            {t('requests.emptyText')}
          </Empty>
        }
      >
        {() => <RequestTable requests={found} />}
      </QueryView>
      <UsagePanel />
    </MusicPage>
  );
}

function RequestTable({ requests }: { requests: Request[] }) {
  const { t } = useTranslation('music');
  const format = useFormat();
  const columns = useMemo(
    (): Column<Request>[] => [
      { id: 'at', header: t('requests.at'), value: (one) => one.at, render: (one) => <When at={one.at} relative /> },
      {
        id: 'route',
        header: t('requests.route'),
        value: (one) => one.route,
        fixed: true,
        render: (one) => (
          <span className="mono" translate="no">
            {one.method} {one.route}
          </span>
        ),
      },
      { id: 'status', header: t('requests.status'), value: (one) => one.status ?? null, render: (one) => <StatusBadge status={one.status} /> },
      {
        id: 'player',
        header: t('requests.player'),
        value: (one) => one.client ?? null,
        render: (one) => (
          <div>
            <Text size="sm" translate="no">
              {one.client ?? '–'}
            </Text>
            <Text size="xs" c="dimmed" translate="no" title={one.hints.userAgent}>
              {[one.user, one.hints.protocol, one.hints.format, one.hints.signIn].filter(Boolean).join(' · ')}
            </Text>
          </div>
        ),
      },
      { id: 'served', header: t('requests.served'), value: (one) => one.served ?? null, render: (one) => <span translate="no">{one.served ?? '–'}</span> },
      { id: 'ms', header: t('requests.took'), value: (one) => one.ms ?? null, render: (one) => (one.ms === undefined ? '–' : t('ms', { ms: Math.round(one.ms) })) },
      { id: 'bytes', header: t('requests.size'), value: (one) => one.bytes ?? null, render: (one) => (one.bytes === undefined ? '–' : format.bytes(one.bytes)) },
    ],
    [t, format],
  );
  return <DataTable rows={requests} columns={columns} rowId={(one) => `${one.at} ${one.method} ${one.route} ${one.client ?? ''} ${String(one.ms)}`} label={t('page.requests')} minWidth={820} />;
}

function StatusBadge({ status }: { status: number | undefined }) {
  if (status === undefined) return '–';
  return (
    <Badge variant="light" color={status >= 500 ? 'red' : status >= 400 ? 'amber' : 'felt'} tt="none">
      {status}
    </Badge>
  );
}
