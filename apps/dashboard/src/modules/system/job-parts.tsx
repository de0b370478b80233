import { Badge, Group, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.js';
import { shareOf, type Job, type JobState } from './api.js';

const COLORS: Readonly<Record<JobState, string>> = { waiting: 'gray', delayed: 'gray', active: 'blue', completed: 'felt', failed: 'red', cancelled: 'amber' };

/** State of a job in a word and a colour. */
export function JobStateBadge({ state }: { state: JobState }) {
  const { t } = useTranslation('system');
  return (
    <Badge variant="light" tt="none" miw="max-content" color={COLORS[state]}>
      {t(`jobState.${state}`)}
    </Badge>
  );
}

/** How far a running job is; a job that does not tell shows that it is busy. */
export function JobProgress({ job }: { job: Job }) {
  const { t } = useTranslation('system');
  const format = useFormat();
  if (job.state !== 'active') return null;
  const share = shareOf(job);
  return (
    <Group gap="sm" wrap="nowrap">
      <Progress flex={1} value={share === null ? 100 : share * 100} animated aria-label={t('jobs.progressOf', { job: job.name })} />
      {share !== null && (
        <Text size="sm" c="dimmed">
          {format.percent(share)}
        </Text>
      )}
    </Group>
  );
}
