import { Button, SimpleGrid } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { heartbeatQuery } from '../../api/session.js';
import { Page, Panel } from '../../components/page.js';
import { QueryView } from '../../components/states.js';
import { useFormat } from '../../i18n/format.js';
import { useFallbackPolling } from '../../live/socket.js';
import { CheckRow, readinessQuery } from './checks.js';
import { SelfTest } from './self-test.js';

/** Whether the server and everything it depends on works, seen from the server and from this browser. */
export function HealthPage() {
  const { t } = useTranslation('system');
  const format = useFormat();
  const fallback = useFallbackPolling(10_000);
  const query = useQuery({ ...readinessQuery, refetchInterval: fallback === false ? 30_000 : fallback });
  const { data: heartbeat } = useSuspenseQuery(heartbeatQuery);
  return (
    <Page
      title={t('nav.health')}
      lead={query.dataUpdatedAt === 0 ? t('health.lead') : t('health.checked', { when: format.dateTime(query.dataUpdatedAt) })}
      actions={
        <Button variant="default" leftSection={<IconRefresh size={18} aria-hidden />} onClick={() => void query.refetch()} loading={query.isFetching}>
          {t('health.again')}
        </Button>
      }
    >
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Panel title={t('health.dependencies')}>
          <QueryView query={query}>
            {(data) => (
              <div>
                {Object.entries(data.checks).map(([name, check]) => (
                  <CheckRow key={name} name={name} check={check} />
                ))}
              </div>
            )}
          </QueryView>
        </Panel>
        <SelfTest version={heartbeat.SYSTEM.VERSION} />
      </SimpleGrid>
    </Page>
  );
}
