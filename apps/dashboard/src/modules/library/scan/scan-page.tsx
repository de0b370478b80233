import { Grid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Page } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import { useGamesAppear } from '../gallery/use-list.js';
import { BrakesPanel } from './brakes-panel.js';
import { FailuresPanel } from './failures-panel.js';
import { scansQuery, useCurrentScan } from './scan-api.js';
import { ScanFeed } from './scan-feed.js';
import { ScanForm } from './scan-form.js';
import { ScanHistory } from './scan-history.js';
import { ScanProgress } from './scan-progress.js';

/** Settings at the left, what happens at the right. */
export function ScanPage() {
  const { t } = useTranslation('library');
  const current = useCurrentScan();
  const { data: history } = useQuery(scansQuery);
  useGamesAppear();
  const running = current.data?.scan ?? null;
  const last = running ?? history?.items.find((scan) => scan.ended_at !== null) ?? null;
  const failures = running === null ? (last?.failure_count ?? 0) : (current.data?.progress?.failures ?? running.failure_count);
  return (
    <Page title={t('nav.scan')} lead={t('scan.lead')}>
      <BrakesPanel />
      <Grid gap="lg">
        {/* Where both don't fit side by side, what runs comes before what could be started. */}
        <Grid.Col span={{ base: 12, md: 4 }} order={{ base: running === null ? 1 : 2, md: 1 }}>
          <ScanForm busy={running !== null} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }} order={{ base: running === null ? 2 : 1, md: 2 }}>
          <Stack>
            <QueryView query={current}>{(data) => <ScanProgress current={data} last={last} />}</QueryView>
            {last !== null && <FailuresPanel scanId={last.id} count={failures} />}
            <ScanFeed idle={last === null} />
            {history !== undefined && <ScanHistory scans={history.items} />}
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}
