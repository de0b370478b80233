import { Alert, Button, Group, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { IconCircleCheck, IconCircleX, IconPlayerStop } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { useFormat } from '../../../i18n/format.js';
import { live } from '../../../live/socket.js';
import { rateOf, secondsLeft } from './rate.js';
import type { ScanState } from './scan-store.js';

/** The time now, once a second while `on`. */
function useNow(on: boolean): number {
  const [now, setNow] = useState(Date.now);
  const { start, stop } = useInterval(() => setNow(Date.now()), 1000);
  useEffect(() => {
    if (on) start();
    return stop;
  }, [on, start, stop]);
  return now;
}

/** Counters, rate and time left of a scan, and the way to stop it. */
export function ScanProgress({ scan }: { scan: ScanState }) {
  const { t } = useTranslation('library');
  const format = useFormat();
  const busy = scan.phase === 'running' || scan.phase === 'starting';
  const now = useNow(busy);
  if (scan.phase === 'idle') return null;
  const { stats } = scan;
  const share = stats === null || stats.total_roms === 0 ? 0 : Math.min(1, stats.scanned_roms / stats.total_roms);
  const rate = busy ? rateOf(scan.samples) : null;
  const left = busy && stats !== null ? secondsLeft(scan.samples, stats.total_roms) : null;
  const elapsed = scan.startedAt === null ? 0 : ((busy ? now : (scan.endedAt ?? now)) - scan.startedAt) / 1000;
  return (
    <Panel
      title={t(`phase.${scan.phase}`)}
      aside={
        busy && (
          <Button color="red" variant="light" size="xs" leftSection={<IconPlayerStop size={16} aria-hidden />} onClick={() => live.emit('scan:stop')}>
            {t('scan.abort')}
          </Button>
        )
      }
    >
      <Stack gap="md">
        <Outcome scan={scan} />
        {busy && (
          <div>
            <Progress value={share * 100} size="lg" animated aria-label={t('scan.progress')} />
            <Group justify="space-between" mt={6}>
              <Text size="sm" translate="no">
                {scan.platform ?? ''}
              </Text>
              <Text size="sm" c="dimmed">
                {format.percent(share)}
              </Text>
            </Group>
          </div>
        )}
        <SimpleGrid cols={{ base: 2, sm: 4 }}>
          <Figure label={t('scan.scanned')} value={stats === null ? '–' : t('scan.of', { done: format.number(stats.scanned_roms), total: format.number(stats.total_roms) })} />
          <Figure label={t('scan.added')} value={stats === null ? '–' : format.number(stats.new_roms)} />
          <Figure label={t('scan.platformsDone')} value={stats === null ? '–' : t('scan.of', { done: format.number(stats.scanned_platforms), total: format.number(stats.total_platforms) })} />
          <Figure label={t('scan.elapsed')} value={format.duration(elapsed)} />
          {busy && <Figure label={t('scan.rate')} value={rate === null ? '–' : t('scan.perSecond', { rate: format.number(Math.round(rate)) })} />}
          {busy && <Figure label={t('scan.left')} value={left === null ? '–' : format.duration(left)} />}
        </SimpleGrid>
      </Stack>
    </Panel>
  );
}

function Outcome({ scan }: { scan: ScanState }) {
  const { t } = useTranslation('library');
  if (scan.phase === 'done') {
    return (
      <Alert color="felt" variant="light" icon={<IconCircleCheck size={20} aria-hidden />} role="status">
        {t('scan.doneText', { count: scan.stats?.new_roms ?? 0 })}
      </Alert>
    );
  }
  if (scan.phase === 'failed') {
    return (
      <Alert color="red" variant="light" icon={<IconCircleX size={20} aria-hidden />} role="alert" title={t('scan.failedText')}>
        <span translate="no">{scan.problem ?? ''}</span>
      </Alert>
    );
  }
  return null;
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
