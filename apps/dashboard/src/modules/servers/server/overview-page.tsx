import { Alert, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CopyValue } from '../../../components/copy.js';
import { Panel } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import { serverKey } from '../api/data.js';
import type { ServerDetail } from '../api/types.js';
import { Since } from '../list/server-card.js';
import { Charts } from '../metrics/charts.js';
import { Figure } from '../parts/figure.js';
import { dryRun, isResting } from '../parts/lifecycle.js';
import { ProblemList } from '../parts/problem-list.js';
import { useEnd } from '../parts/use-end.js';
import { useRights } from '../parts/rights.js';
import { useUnits } from '../parts/units.js';
import { EventList } from './event-list.js';
import { LiveActions } from './live-actions.js';
import { StrayProcess } from './stray-process.js';
import { useServer } from './use-server.js';

/** How a server does right now, and what can be done at once. */
export function OverviewPage() {
  const { t } = useTranslation('servers');
  const server = useServer();
  const rights = useRights(server.id);
  const resting = isResting(server.status);
  return (
    <Stack gap="lg">
      <Trouble server={server} />
      {resting && <StrayProcess server={server} />}
      <Now server={server} />
      {resting && rights.operate && <Readiness server={server} />}
      {server.status === 'running' && rights.operate && <LiveActions server={server} />}
      <Panel title={t('overview.lastHour')} aside={<More id={server.id} />}>
        <Charts id={server.id} seconds={3600} shown={['cpu', 'players']} />
      </Panel>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <EventList id={server.id} />
        <Facts server={server} />
      </SimpleGrid>
    </Stack>
  );
}

function More({ id }: { id: number }) {
  const { t } = useTranslation('servers');
  return (
    <Button renderRoot={(props) => <Link {...props} to="/servers/$serverId/metrics" params={{ serverId: id }} />} size="compact-sm" variant="subtle">
      {t('overview.allMetrics')}
    </Button>
  );
}

function Trouble({ server }: { server: ServerDetail }) {
  const { t } = useTranslation('servers');
  const ended = useEnd();
  const texts = server.status === 'error' || server.status === 'crashed' ? [server.last_error ?? ended(server.last_exit)] : server.warnings;
  if (texts.length === 0) return null;
  const bad = server.status === 'error' || server.status === 'crashed';
  return (
    <Alert color={bad ? 'red' : 'amber'} variant="light" icon={<IconAlertTriangle size={20} aria-hidden />} title={bad ? t('overview.down') : undefined}>
      {texts.map((text) => (
        <Text key={text} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {text}
        </Text>
      ))}
    </Alert>
  );
}

function Now({ server }: { server: ServerDetail }) {
  const { t } = useTranslation('servers');
  const units = useUnits();
  return (
    <Panel>
      <SimpleGrid cols={{ base: 2, xs: 3, md: 6 }}>
        <Figure label={t('figure.players')} size="xl">
          {units.players(server.player_count, server.max_players)}
        </Figure>
        <Figure label={t('figure.cpu')} size="xl">
          {units.cpu(server.cpu_percent)}
        </Figure>
        <Figure label={t('figure.memory')} size="xl">
          {units.memory(server.ram_mb)}
        </Figure>
        <Figure label={t('figure.fps')} size="xl">
          {units.fps(server.server_fps)}
        </Figure>
        <Figure label={t('figure.map')}>
          <span translate="no">{server.current_map ?? '–'}</span>
        </Figure>
        <Figure label={t('figure.mission')}>
          <span translate="no">{server.current_mission ?? '–'}</span>
        </Figure>
      </SimpleGrid>
      <Group gap="lg" mt="sm">
        <Since server={server} />
        <Text size="sm" c="dimmed">
          {server.status === 'running' ? t(server.rcon_connected ? 'overview.rconOn' : 'overview.rconOff') : null}
        </Text>
      </Group>
    </Panel>
  );
}

/** Everything that stands in the way of a start, before anybody presses the button. */
function Readiness({ server }: { server: ServerDetail }) {
  const { t } = useTranslation('servers');
  const query = useQuery({ queryKey: serverKey(server.id, 'detail', 'dry-run', server.config_revision, server.updated_at), queryFn: () => dryRun(server.id), staleTime: 5_000 });
  return (
    <Panel
      title={t('check.title')}
      aside={
        <Button size="compact-sm" variant="subtle" leftSection={<IconRefresh size={16} aria-hidden />} loading={query.isFetching} onClick={() => void query.refetch()}>
          {t('check.again')}
        </Button>
      }
    >
      <QueryView query={query}>{(report) => <ProblemList problems={report.problems} />}</QueryView>
    </Panel>
  );
}

function Facts({ server }: { server: ServerDetail }) {
  const { t } = useTranslation('servers');
  const rows: [string, string][] = [
    [t('field.exePath'), server.exe_path],
    [t('overview.folder'), server.paths.root],
    [t('overview.log'), server.paths.log ?? ''],
  ];
  return (
    <Panel title={t('overview.facts')}>
      <Stack gap="sm">
        <div>
          <Text size="sm" c="dimmed">
            {t('overview.ports')}
          </Text>
          <Group gap="sm">
            {server.ports.map(({ port, role }) => (
              <Text key={port} size="sm">
                <b translate="no">{port}</b> {t(`port.${role as 'game'}`)}
              </Text>
            ))}
          </Group>
        </div>
        {rows
          .filter(([, value]) => value !== '')
          .map(([label, value]) => (
            <div key={label}>
              <Text size="sm" c="dimmed">
                {label}
              </Text>
              <CopyValue value={value} name={label} />
            </div>
          ))}
        {server.pid !== null && (
          <Text size="sm" c="dimmed">
            {t('overview.pid', { pid: server.pid })}
          </Text>
        )}
      </Stack>
    </Panel>
  );
}
