import { Button, SimpleGrid, Stack } from '@mantine/core';
import { IconCards, IconSettings2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useScopes } from '../../../api/session.js';
import { Page } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import { activityQuery, overviewQuery, type Overview } from '../api.js';
import { CallsPanel } from './calls-panel.js';
import { MachinesPanel } from './machines-panel.js';
import { NewsPanel } from './news-panel.js';
import { PlayingPanel } from './playing-panel.js';
import { SetupGuide } from './setup-guide.js';

/** What goes on in the arcade right now. */
export function ArcadeHomePage() {
  const { t } = useTranslation('arcade');
  const query = useQuery(overviewQuery);
  const operates = useScopes().has('arcade.write');
  return (
    <Page
      title={t('home.title')}
      lead={t('home.lead')}
      actions={
        <>
          <Button variant="default" leftSection={<IconCards size={18} aria-hidden />} component={Link} to="/arcade/me">
            {t('nav.me')}
          </Button>
          {operates && (
            <Button variant="default" leftSection={<IconSettings2 size={18} aria-hidden />} component={Link} to="/arcade/operation">
              {t('nav.operation')}
            </Button>
          )}
        </>
      }
    >
      <QueryView query={query}>{(overview) => (operates ? <Operator overview={overview} /> : <Visitor overview={overview} />)}</QueryView>
    </Page>
  );
}

function Visitor({ overview }: { overview: Overview }) {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <PlayingPanel playing={overview.playing} />
      <NewsPanel />
    </SimpleGrid>
  );
}

function Operator({ overview }: { overview: Overview }) {
  const query = useQuery(activityQuery);
  return (
    <QueryView query={query}>
      {(activity) => (
        <Stack gap="lg">
          {overview.network && activity.machines.length === 0 && <SetupGuide entrance={overview.entrance} />}
          {overview.network && <CallsPanel activity={activity} now={query.dataUpdatedAt} />}
          <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
            <Stack gap="lg">
              <PlayingPanel playing={overview.playing} />
              <NewsPanel />
            </Stack>
            <Stack gap="lg">
              <MachinesPanel activity={activity} />
              {overview.network && activity.machines.length > 0 && <SetupGuide entrance={overview.entrance} folded />}
            </Stack>
          </SimpleGrid>
        </Stack>
      )}
    </QueryView>
  );
}
