import { Grid, Stack } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../../components/page.js';
import { useRunningJobs } from '../../system/api.js';
import { useGamesAppear } from '../gallery/use-list.js';
import { ScanFeed } from './scan-feed.js';
import { ScanForm } from './scan-form.js';
import { ScanProgress } from './scan-progress.js';
import { beginScan, useScan } from './scan-store.js';

/** Finds the scan that was already running when this page was opened. */
function useRunningScan(): void {
  const { phase } = useScan();
  const running = useRunningJobs().find((job) => job.name === 'library.scan');
  useEffect(() => {
    if (phase === 'idle' && running !== undefined) beginScan('running', null, running.started_at === null ? undefined : Date.parse(running.started_at));
  }, [phase, running]);
}

/** Settings at the left, what happens at the right. */
export function ScanPage() {
  const { t } = useTranslation('library');
  useRunningScan();
  useGamesAppear();
  const scan = useScan();
  return (
    <Page title={t('nav.scan')} lead={t('scan.lead')}>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 4 }}>
          <ScanForm busy={scan.phase === 'running' || scan.phase === 'starting'} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack>
            <ScanProgress scan={scan} />
            <ScanFeed scan={scan} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}
