import { Button, Group, SimpleGrid, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/session.js';
import { Page, Panel } from '../../components/page.js';
import { QueryView } from '../../components/states.js';
import { useFormat } from '../../i18n/format.js';
import { healthQuery, storageQuery, type Health } from './api.js';
import { CheckRow, readinessQuery, type Readiness } from './checks.js';
import { FolderRow } from './folder-row.js';
import { SelfTest } from './self-test.js';

/** Whether the server and everything it depends on works, seen from the server and from this browser. */
export function HealthPage() {
  const { t } = useTranslation('system');
  const client = useQueryClient();
  const admin = useMe().role === 'admin';
  const again = () => void Promise.all([['health'], ['readyz'], ['setup', 'storage'], ['self-test']].map((queryKey) => client.invalidateQueries({ queryKey })));
  return (
    <Page
      title={t('nav.health')}
      lead={t('health.lead')}
      actions={
        <Button variant="default" leftSection={<IconRefresh size={18} aria-hidden />} onClick={again}>
          {t('health.again')}
        </Button>
      }
    >
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        {admin ? <Dependencies /> : <Probes />}
        <SelfTest />
        {admin && <Folders />}
        {admin && <Process />}
      </SimpleGrid>
    </Page>
  );
}

/** What anybody may know: names and states. */
function Probes() {
  const { t } = useTranslation('system');
  const query = useQuery({ ...readinessQuery, refetchInterval: 30_000 });
  return (
    <Panel title={t('health.dependencies')}>
      <QueryView query={query}>{(data) => <Checks checks={data.checks} />}</QueryView>
    </Panel>
  );
}

function Dependencies() {
  const { t } = useTranslation('system');
  const query = useQuery({ ...healthQuery, refetchInterval: 15_000 });
  return (
    <Panel title={t('health.dependencies')}>
      <QueryView query={query}>{(data) => <Checks checks={data.checks} />}</QueryView>
    </Panel>
  );
}

function Checks({ checks }: { checks: Readiness['checks'] }) {
  return (
    <div>
      {Object.entries(checks).map(([name, check]) => (
        <CheckRow key={name} name={name} check={check} />
      ))}
    </div>
  );
}

function Folders() {
  const { t } = useTranslation('system');
  const query = useQuery({ ...storageQuery, refetchInterval: 60_000 });
  return (
    <Panel title={t('health.folders')}>
      <QueryView query={query}>
        {(data) => (
          <div>
            {data.folders.map((folder) => (
              <FolderRow key={folder.name} folder={folder} />
            ))}
          </div>
        )}
      </QueryView>
    </Panel>
  );
}

function Process() {
  const { t } = useTranslation('system');
  const format = useFormat();
  const query = useQuery(healthQuery);
  const rows = (data: Health) =>
    [
      [t('process.version'), data.version],
      [t('process.node'), data.node_version],
      [t('process.uptime'), format.duration(data.uptime)],
      [t('process.memory'), format.bytes(data.memory.rss_bytes)],
      [t('process.lag'), t('check.ms', { ms: format.number(Math.round(data.event_loop_lag_ms)) })],
      [t('process.database'), data.database.dialect],
      [t('process.redis'), t(data.redis ? 'process.used' : 'process.unused')],
      [t('process.modules'), format.list(data.modules)],
    ] as const;
  return (
    <Panel title={t('process.title')}>
      <QueryView query={query}>
        {(data) => (
          <div>
            {rows(data).map(([label, value]) => (
              <Group key={label} justify="space-between" py={8} wrap="nowrap" style={{ borderBottom: '1px solid var(--rumpus-border)' }}>
                <Text c="dimmed">{label}</Text>
                <Text fw={600} ta="end" translate="no">
                  {value}
                </Text>
              </Group>
            ))}
          </div>
        )}
      </QueryView>
    </Panel>
  );
}
