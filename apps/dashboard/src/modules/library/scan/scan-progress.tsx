import { Alert, Button, Group, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconPlayerStop } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Panel } from '../../../components/page.js';
import { useNow } from '../../../components/use-now.js';
import { useFormat } from '../../../i18n/format.js';
import { notifyProblem } from '../../../shell/notify.js';
import { SCANS_KEY, type CurrentScan, type Scan } from './scan-api.js';

/** Counters, rate and time left of the scan that runs, and the way to stop it; else how the last one ended. */
export function ScanProgress({ current, last }: { current: CurrentScan; last: Scan | null }) {
  const running = current.scan !== null;
  const now = useNow(running);
  if (last === null) return null;
  return running ? <Running scan={last} progress={current.progress} now={now} /> : <Ended scan={last} />;
}

function Running({ scan, progress, now }: { scan: Scan; progress: CurrentScan['progress']; now: number }) {
  const { t } = useTranslation('library');
  const format = useFormat();
  const client = useQueryClient();
  const stop = useMutation({ mutationFn: () => api.POST('/api/scans/stop'), onError: notifyProblem, onSettled: () => client.invalidateQueries({ queryKey: SCANS_KEY }) });
  const stats = progress?.stats ?? scan.stats;
  const percent = progress?.percent ?? null;
  const eta = progress?.eta_seconds ?? null;
  const elapsed = scan.started_at === null ? 0 : (now - Date.parse(scan.started_at)) / 1000;
  return (
    <Panel
      title={t(scan.status === 'queued' ? 'phase.starting' : 'phase.running')}
      aside={
        <Button color="red" variant="light" size="xs" leftSection={<IconPlayerStop size={16} aria-hidden />} loading={stop.isPending} onClick={() => stop.mutate()}>
          {t('scan.abort')}
        </Button>
      }
    >
      <Stack gap="md">
        {scan.message !== null && (
          <Alert color="amber" variant="light" icon={<IconAlertTriangle size={20} aria-hidden />} role="alert" title={t('scan.interruptedText')}>
            <span translate="no">{scan.message}</span>
          </Alert>
        )}
        <div>
          <Progress value={percent ?? 100} size="lg" animated aria-label={t('scan.progress')} />
          <Group justify="space-between" mt={6} wrap="nowrap">
            <Text size="sm" truncate translate="no">
              {[progress?.platform, progress?.current].filter((word) => word != null && word !== '').join(' · ')}
            </Text>
            <Text size="sm" c="dimmed">
              {percent === null ? '' : format.percent(percent / 100)}
            </Text>
          </Group>
        </div>
        <SimpleGrid cols={{ base: 2, sm: 4 }}>
          <Figure label={t('scan.scanned')} value={t('scan.of', { done: format.number(stats.scanned_roms), total: format.number(stats.total_roms) })} />
          <Figure label={t('scan.added')} value={format.number(stats.new_roms)} />
          <Figure label={t('scan.platformsDone')} value={t('scan.of', { done: format.number(stats.scanned_platforms), total: format.number(stats.total_platforms) })} />
          <Figure label={t('scan.elapsed')} value={format.duration(elapsed)} />
          <Figure label={t('scan.rate')} value={progress === null ? '–' : t('scan.perSecond', { rate: format.number(Math.round(progress.roms_per_second)) })} />
          <Figure label={t('scan.left')} value={eta === null ? '–' : format.duration(eta)} />
        </SimpleGrid>
      </Stack>
    </Panel>
  );
}

function Ended({ scan }: { scan: Scan }) {
  const { t } = useTranslation('library');
  const format = useFormat();
  const failed = scan.status === 'failed';
  const took = scan.started_at === null || scan.ended_at === null ? null : (Date.parse(scan.ended_at) - Date.parse(scan.started_at)) / 1000;
  return (
    <Panel title={t('scan.last')}>
      <Stack gap="md">
        {failed ? (
          <Alert color="red" variant="light" icon={<IconCircleX size={20} aria-hidden />} role="alert" title={t('scan.failedText')}>
            <span translate="no">{scan.message}</span>
          </Alert>
        ) : (
          <Alert color={scan.status === 'stopped' ? 'amber' : 'felt'} variant="light" icon={<IconCircleCheck size={20} aria-hidden />} role="status">
            {scan.status === 'stopped' && `${t('scan.stopped')} `}
            {/* Whether the library is up to date, only a scan that went through can tell. */}
            {(scan.status !== 'stopped' || scan.stats.new_roms > 0) && t('scan.doneText', { count: scan.stats.new_roms })}
          </Alert>
        )}
        <SimpleGrid cols={{ base: 2, sm: 4 }}>
          <Figure label={t('scan.scanned')} value={format.number(scan.stats.scanned_roms)} />
          <Figure label={t('scan.added')} value={format.number(scan.stats.new_roms)} />
          <Figure label={t('scan.platformsDone')} value={format.number(scan.stats.scanned_platforms)} />
          <Figure label={t('scan.elapsed')} value={took === null ? '–' : format.duration(took)} />
        </SimpleGrid>
      </Stack>
    </Panel>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fw={650} fz="lg">
        {value}
      </Text>
    </div>
  );
}
