import { Badge, Table, Text } from '@mantine/core';
import { IconProgressCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TaskStatus } from '../../api/types.js';
import { Page } from '../../components/page.js';
import { Empty, QueryView } from '../../components/states.js';
import { useFormat } from '../../i18n/format.js';
import { useFallbackPolling } from '../../live/socket.js';
import { jobsQuery } from './api.js';

const STATES = ['created', 'queued', 'finished', 'failed', 'started', 'deferred', 'scheduled', 'stopped', 'canceled'] as const;
const COLORS: Readonly<Record<string, string>> = { finished: 'felt', failed: 'red', started: 'blue', stopped: 'amber', canceled: 'amber' };

/** Everything that runs in the background, newest first. */
export function JobsPage() {
  const { t } = useTranslation('system');
  const fallback = useFallbackPolling(3_000);
  const query = useQuery({ ...jobsQuery, refetchInterval: fallback === false ? 10_000 : fallback });
  return (
    <Page title={t('nav.jobs')} lead={t('jobs.lead')}>
      <QueryView
        query={query}
        isEmpty={(jobs) => jobs.length === 0}
        empty={
          <Empty icon={IconProgressCheck} title={t('jobs.empty')}>
            {t('jobs.emptyText')}
          </Empty>
        }
      >
        {(jobs) => <JobsTable jobs={jobs} now={query.dataUpdatedAt} />}
      </QueryView>
    </Page>
  );
}

function JobsTable({ jobs, now }: { jobs: TaskStatus[]; now: number }) {
  const { t } = useTranslation('system');
  const format = useFormat();
  const took = (job: TaskStatus) => {
    if (job.started_at === null) return '–';
    const end = job.ended_at === null ? now : Date.parse(job.ended_at);
    return format.duration((end - Date.parse(job.started_at)) / 1000);
  };
  return (
    <Table.ScrollContainer minWidth={520} className="panel">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('jobs.job')}</Table.Th>
            <Table.Th>{t('jobs.state')}</Table.Th>
            <Table.Th>{t('jobs.started')}</Table.Th>
            <Table.Th>{t('jobs.took')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {jobs.map((job) => {
            const state = STATES.find((one) => one === job.status);
            return (
              <Table.Tr key={job.task_id}>
                <Table.Td>
                  <Text fw={600} size="sm" translate="no">
                    {job.task_name}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Badge variant="light" tt="none" color={COLORS[job.status] ?? 'gray'}>
                    {state === undefined ? job.status : t(`jobState.${state}`)}
                  </Badge>
                </Table.Td>
                <Table.Td>{job.started_at === null ? '–' : format.dateTime(job.started_at)}</Table.Td>
                <Table.Td>{took(job)}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
