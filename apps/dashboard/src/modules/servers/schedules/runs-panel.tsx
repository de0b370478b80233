import { Badge, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { runsQuery, type ScheduleRun } from './api.js';

const COLOR: Record<ScheduleRun['status'], string> = { queued: 'gray', running: 'amber', done: 'felt', failed: 'red', skipped: 'gray', missed: 'amber' };

/** What became of the last runs. */
export function RunsPanel({ id }: { id: number }) {
  const { t } = useTranslation('servers');
  const query = useQuery({ ...runsQuery(id), refetchInterval: 15_000 });
  if (query.data?.items.length === 0) return null;
  return (
    <Panel title={t('runs.title')}>
      <QueryView query={query}>
        {({ items }) => (
          <Stack gap={0}>
            {items.map((run) => (
              <Group key={run.id} justify="space-between" py={7} gap="xs" style={{ borderBottom: '1px solid var(--rumpus-border)' }}>
                <div style={{ minWidth: 0 }}>
                  <Text size="sm" fw={600} translate="no">
                    {run.schedule_name}
                  </Text>
                  {run.message !== null && (
                    <Text size="xs" c="dimmed" translate="no">
                      {run.message}
                    </Text>
                  )}
                </div>
                <Group gap="sm">
                  <Text size="sm" c="dimmed">
                    <When at={run.due_at} />
                  </Text>
                  <Badge color={COLOR[run.status]} variant="light" tt="none">
                    {t(`runs.${run.status}`)}
                  </Badge>
                </Group>
              </Group>
            ))}
          </Stack>
        )}
      </QueryView>
    </Panel>
  );
}
