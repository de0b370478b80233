import { Button, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconProgressCheck } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../../components/data-table.js';
import { Page } from '../../components/page.js';
import { Empty, QueryView } from '../../components/states.js';
import { When } from '../../components/when.js';
import { useFormat } from '../../i18n/format.js';
import { jobsQuery, type Job, type JobState } from './api.js';
import { JobDrawer } from './job-drawer.js';
import { JobKinds } from './job-kinds.js';
import { JobProgress, JobStateBadge } from './job-parts.js';

/** What the list shows; waiting counts what is put off as well. */
const FILTERS: Readonly<Record<'all' | 'active' | 'waiting' | 'failed', readonly JobState[]>> = { all: [], active: ['active'], waiting: ['waiting', 'delayed'], failed: ['failed'] };
type Filter = keyof typeof FILTERS;
const NAMES = ['all', 'active', 'waiting', 'failed'] as const;

/** Everything that runs in the background, newest first. */
export function JobsPage() {
  const { t } = useTranslation('system');
  const [filter, setFilter] = useState<Filter>('all');
  const [shown, setShown] = useState<string | null>(null);
  const query = useQuery({ ...jobsQuery(FILTERS[filter]), placeholderData: keepPreviousData, refetchInterval: (one) => ((one.state.data?.counts.active ?? 0) > 0 ? 2_000 : 10_000) });
  const counts = query.data?.counts;
  const count = (name: Filter) => FILTERS[name].reduce((sum, state) => sum + (counts?.[state] ?? 0), 0);
  return (
    <Page title={t('nav.jobs')} lead={t('jobs.lead')}>
      <div style={{ overflowX: 'auto' }}>
        <SegmentedControl
          aria-label={t('jobs.filter')}
          value={filter}
          onChange={setFilter}
          data={NAMES.map((name) => ({ value: name, label: name === 'all' || counts === undefined ? t(`jobs.show.${name}`) : t('jobs.showCount', { name: t(`jobs.show.${name}`), count: count(name) }) }))}
        />
      </div>
      <QueryView
        query={query}
        isEmpty={(page) => page.items.length === 0}
        empty={
          <Empty icon={IconProgressCheck} title={t(filter === 'all' ? 'jobs.empty' : 'jobs.emptyFilter')}>
            {t('jobs.emptyText')}
          </Empty>
        }
      >
        {(page) => <JobsTable jobs={page.items} now={query.dataUpdatedAt} onShow={setShown} />}
      </QueryView>
      <JobKinds />
      <JobDrawer id={shown} onClose={() => setShown(null)} />
    </Page>
  );
}

function JobsTable({ jobs, now, onShow }: { jobs: Job[]; now: number; onShow: (id: string) => void }) {
  const { t } = useTranslation('system');
  const format = useFormat();
  const columns = useMemo((): Column<Job>[] => {
    const seconds = (job: Job) => (job.started_at === null ? null : ((job.finished_at === null ? now : Date.parse(job.finished_at)) - Date.parse(job.started_at)) / 1000);
    return [
      {
        id: 'job',
        header: t('jobs.job'),
        value: (job) => job.name,
        fixed: true,
        render: (job) => (
          <Stack gap={4}>
            <Text fw={600} size="sm" translate="no">
              {job.name}
            </Text>
            <JobProgress job={job} />
            {job.failure !== null && (
              <Text size="xs" c="dimmed" lineClamp={1} translate="no">
                {job.failure}
              </Text>
            )}
          </Stack>
        ),
      },
      { id: 'state', header: t('jobs.state'), value: (job) => job.state, render: (job) => <JobStateBadge state={job.state} /> },
      { id: 'started', header: t('jobs.started'), value: (job) => job.started_at, render: (job) => (job.started_at === null ? '–' : <When at={job.started_at} />) },
      {
        id: 'took',
        header: t('jobs.took'),
        value: seconds,
        render: (job) => {
          const took = seconds(job);
          return took === null ? '–' : format.duration(took);
        },
      },
      {
        id: 'show',
        header: t('jobs.more'),
        fixed: true,
        render: (job) => (
          <Button size="compact-sm" variant="subtle" onClick={() => onShow(job.id)} aria-label={t('jobs.showNamed', { job: job.name })}>
            {t('jobs.open')}
          </Button>
        ),
      },
    ];
  }, [t, format, now, onShow]);
  return <DataTable rows={jobs} columns={columns} rowId={(job) => job.id} label={t('nav.jobs')} minWidth={620} />;
}
