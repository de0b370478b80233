import { Alert, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconChecklist, IconDatabaseImport, IconPlayerStop } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Problem } from '../../../components/states.js';
import { useFormat } from '../../../i18n/format.js';
import { notifyProblem } from '../../../shell/notify.js';
import { ARCADE } from '../api.js';
import { UndoConfirm } from '../operation/undo-confirm.js';
import { importQuery, isOver, type Import, type Report } from './api.js';
import { ReportView, useKind } from './report.js';

/** What a start gives: the report at once, or a job to look at. */
export type Started = Report | { job: string };

/** The steps of every import: check (nothing is written), see what it would do, import, and take it back. */
export function ImportSteps({ start, ready, title }: { start: (dryRun: boolean) => Promise<Started>; ready: boolean; title: string }) {
  const { t } = useTranslation('arcade');
  const client = useQueryClient();
  const [started, setStarted] = useState<Started | null>(null);
  const [undoing, setUndoing] = useState(false);
  const [undone, setUndone] = useState(false);
  const run = useMutation({
    mutationFn: start,
    onMutate: () => {
      setStarted(null);
      setUndone(false);
    },
    onSuccess: (answer, dryRun) => {
      setStarted(answer);
      if (!dryRun) void client.invalidateQueries({ queryKey: ARCADE });
    },
  });
  const job = started !== null && 'job' in started ? started.job : null;
  const { data: view } = useQuery({ ...importQuery(job ?? ''), enabled: job !== null });
  const state = job === null ? undefined : view;
  const over = state !== undefined && isOver(state);
  // What was taken over shows on every other page of the arcade.
  useEffect(() => {
    if (over) void client.invalidateQueries({ queryKey: ARCADE });
  }, [over, client]);
  const report = state?.result ?? (started !== null && !('job' in started) ? started : null);
  const busy = run.isPending || (job !== null && !over);
  return (
    <Stack>
      <Group gap="xs">
        <Button variant={report === null ? 'filled' : 'default'} leftSection={<IconChecklist size={18} aria-hidden />} disabled={!ready || busy} loading={run.isPending && run.variables} onClick={() => run.mutate(true)}>
          {t('imports.check')}
        </Button>
        {report?.dry_run === true && (
          <Button leftSection={<IconDatabaseImport size={18} aria-hidden />} disabled={!ready || busy} loading={run.isPending && !run.variables} onClick={() => run.mutate(false)}>
            {t('imports.run')}
          </Button>
        )}
      </Group>
      {run.isError && <Problem error={run.error} compact />}
      <Stack gap="md" role="status">
        {job !== null && !over && <Progress job={job} view={state} />}
        {over && state.state !== 'completed' && (
          <Alert color="red" variant="light">
            {state.state === 'cancelled' ? t('imports.stopped') : <span translate="no">{state.failure}</span>}
          </Alert>
        )}
        {report !== null && (
          <Alert variant="light" color={report.dry_run ? 'amber' : 'felt'} icon={report.dry_run ? <IconChecklist size={20} aria-hidden /> : <IconCheck size={20} aria-hidden />}>
            {t(report.dry_run ? 'imports.checked' : undone ? 'imports.takenBack' : 'imports.taken')}
          </Alert>
        )}
      </Stack>
      {report !== null && <ReportView report={report} />}
      {report !== null && report.change !== null && !undone && (
        <Button variant="light" leftSection={<IconArrowBackUp size={18} aria-hidden />} style={{ alignSelf: 'flex-start' }} onClick={() => setUndoing(true)}>
          {t('changes.undo')}
        </Button>
      )}
      <UndoConfirm change={undoing && report !== null && report.change !== null ? { id: report.change, title } : null} onDone={() => setUndone(true)} onClose={() => setUndoing(false)} />
    </Stack>
  );
}

/** How far a running import is, and a way to stop it. */
export function Progress({ job, view }: { job: string; view: Import | undefined }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const kind = useKind();
  const client = useQueryClient();
  const stop = useMutation({
    mutationFn: () => api.DELETE('/api/arcade/imports/{job}', { params: { path: { job } } }),
    onError: notifyProblem,
    onSettled: () => client.invalidateQueries({ queryKey: [...ARCADE, 'imports'] }),
  });
  const at = view?.current ?? null;
  return (
    <Group>
      <Loader size="sm" aria-hidden />
      <Text size="sm">{at === null ? t('imports.waiting') : t('imports.at', { kind: kind(at), count: view?.done ?? 0, formatted: format.number(view?.done ?? 0) })}</Text>
      <Button size="compact-sm" variant="subtle" color="red" leftSection={<IconPlayerStop size={16} aria-hidden />} loading={stop.isPending} onClick={() => stop.mutate()}>
        {t('imports.stop')}
      </Button>
    </Group>
  );
}
