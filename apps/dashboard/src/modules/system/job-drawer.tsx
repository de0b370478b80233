import { Button, Code, Drawer, Group, ScrollArea, Stack, Text } from '@mantine/core';
import { IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.js';
import { QueryView } from '../../components/states.js';
import { When } from '../../components/when.js';
import { notifyProblem } from '../../shell/notify.js';
import { JOBS_KEY, jobQuery, type Job } from './api.js';
import { JobProgress, JobStateBadge } from './job-parts.js';

const OVER = new Set<Job['state']>(['completed', 'failed', 'cancelled']);

/** One job: why it failed, its log, and what can be done about it. */
export function JobDrawer({ id, onClose }: { id: string | null; onClose: () => void }) {
  const { t } = useTranslation(['system', 'common']);
  return (
    <Drawer opened={id !== null} onClose={onClose} position="right" size="lg" title={t('jobs.detail')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {id !== null && <Detail id={id} />}
    </Drawer>
  );
}

function Detail({ id }: { id: string }) {
  const { t } = useTranslation('system');
  const client = useQueryClient();
  const query = useQuery({ ...jobQuery(id), refetchInterval: (one) => (one.state.data !== undefined && OVER.has(one.state.data.state) ? false : 2_000) });
  const settled = { onSettled: () => client.invalidateQueries({ queryKey: JOBS_KEY }), onError: notifyProblem };
  const cancel = useMutation({ mutationFn: () => body(api.POST('/api/jobs/{id}/cancel', { params: { path: { id } } })), ...settled });
  const retry = useMutation({ mutationFn: () => body(api.POST('/api/jobs/{id}/retry', { params: { path: { id } } })), ...settled });
  return (
    <QueryView query={query}>
      {(job) => (
        <Stack>
          <Group justify="space-between">
            <Text fw={650} translate="no">
              {job.name}
            </Text>
            <JobStateBadge state={job.state} />
          </Group>
          <JobProgress job={job} />
          <Times job={job} />
          {job.failure !== null && (
            <div>
              <Text size="sm" fw={600}>
                {t('jobs.failure')}
              </Text>
              <Code block translate="no">
                {job.failure}
              </Code>
            </div>
          )}
          <Group>
            {!OVER.has(job.state) && (
              <Button color="red" variant="light" leftSection={<IconPlayerStop size={18} aria-hidden />} loading={cancel.isPending} onClick={() => cancel.mutate()}>
                {t('jobs.cancel')}
              </Button>
            )}
            {(job.state === 'failed' || job.state === 'cancelled') && (
              <Button variant="light" leftSection={<IconRefresh size={18} aria-hidden />} loading={retry.isPending} onClick={() => retry.mutate()}>
                {t('jobs.retry')}
              </Button>
            )}
          </Group>
          <div>
            <Text size="sm" fw={600}>
              {t('jobs.log')}
            </Text>
            {job.log.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t('jobs.noLog')}
              </Text>
            ) : (
              <ScrollArea.Autosize mah={360} viewportProps={{ tabIndex: 0, 'aria-label': t('jobs.log'), role: 'log', 'aria-live': 'off' }}>
                <Code block translate="no">
                  {job.log.join('\n')}
                </Code>
              </ScrollArea.Autosize>
            )}
          </div>
        </Stack>
      )}
    </QueryView>
  );
}

function Times({ job }: { job: Job }) {
  const { t } = useTranslation('system');
  const rows = [
    [t('jobs.created'), job.created_at],
    [t('jobs.started'), job.started_at],
    [t('jobs.finished'), job.finished_at],
  ] as const;
  return (
    <Stack gap={2}>
      {rows.map(([label, at]) => (
        <Group key={label} justify="space-between">
          <Text size="sm" c="dimmed">
            {label}
          </Text>
          <Text size="sm">{at === null ? '–' : <When at={at} />}</Text>
        </Group>
      ))}
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {t('jobs.attempts')}
        </Text>
        <Text size="sm">{t('jobs.attemptsOf', { attempts: job.attempts, max: job.max_attempts })}</Text>
      </Group>
    </Stack>
  );
}
