import { Button, Group, Stack, Text } from '@mantine/core';
import { IconCpu2, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Panel } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { data, serverKey, useChange } from '../api/data.js';
import { headlessQuery } from '../api/queries.js';
import type { HeadlessClient } from '../api/types.js';
import { useRights } from '../parts/rights.js';
import { StatusBadge } from '../parts/status-badge.js';
import { useServer } from '../server/use-server.js';

/** Further processes that take computing off the server. */
export function HeadlessPage() {
  const { t } = useTranslation('servers');
  const server = useServer();
  const rights = useRights(server.id);
  const query = useQuery({ ...headlessQuery(server.id), refetchInterval: 4_000 });
  const params = { path: { id: server.id } };
  const renews = [serverKey(server.id, 'headless')];
  const start = useChange({ run: () => data(api.POST('/api/servers/{id}/headless/start', { params })), renews, done: t('headless.starting') });
  const stop = useChange({ run: () => data(api.POST('/api/servers/{id}/headless/stop', { params })), renews, done: t('headless.stopping') });
  const running = server.status === 'running';
  return (
    <Panel
      title={t('tabs.headless')}
      aside={
        rights.operate &&
        (query.data?.length ?? 0) > 0 && (
          <Group gap="xs">
            <Button size="xs" leftSection={<IconPlayerPlay size={16} aria-hidden />} disabled={!running} loading={start.isPending} onClick={() => start.mutate()}>
              {t('headless.start')}
            </Button>
            <Button size="xs" variant="default" leftSection={<IconPlayerStop size={16} aria-hidden />} disabled={!running} loading={stop.isPending} onClick={() => stop.mutate()}>
              {t('headless.stop')}
            </Button>
          </Group>
        )
      }
    >
      <QueryView
        query={query}
        isEmpty={(clients) => clients.length === 0}
        empty={
          <Empty
            icon={IconCpu2}
            title={t('headless.empty')}
            action={
              <Group justify="center">
                {running && rights.operate && (
                  <Button variant="light" loading={start.isPending} onClick={() => start.mutate()}>
                    {t('headless.start')}
                  </Button>
                )}
                {rights.write && (
                  <Button renderRoot={(props) => <Link {...props} to="/servers/$serverId/config" params={{ serverId: server.id }} search={{ section: 'launch', q: 'headless' }} />} variant="default">
                    {t('headless.configure')}
                  </Button>
                )}
              </Group>
            }
          >
            {t('headless.emptyText')}
          </Empty>
        }
      >
        {(clients) => (
          <Stack gap={0}>
            {clients.map((client) => (
              <Row key={client.name} client={client} />
            ))}
          </Stack>
        )}
      </QueryView>
    </Panel>
  );
}

function Row({ client }: { client: HeadlessClient }) {
  const { t } = useTranslation('servers');
  return (
    <Group justify="space-between" py="sm" style={{ borderBottom: '1px solid var(--rumpus-border)' }}>
      <Text fw={600} translate="no">
        {client.name}
      </Text>
      <Group gap="md">
        {client.pid !== null && (
          <Text size="sm" c="dimmed">
            {t('overview.pid', { pid: client.pid })}
          </Text>
        )}
        <StatusBadge status={client.status} />
      </Group>
    </Group>
  );
}
