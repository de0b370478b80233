import { Anchor, Badge, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconChevronLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import { useFallbackPolling } from '../../../live/socket.js';
import { serverQuery } from '../api/queries.js';
import type { ServerDetail } from '../api/types.js';
import { useServersLive } from '../live/use-feed.js';
import { LifeButtons } from '../parts/life-buttons.js';
import { StatusBadge } from '../parts/status-badge.js';
import classes from './server.module.css';
import { ServerTabs } from './server-tabs.js';

const route = getRouteApi('/app/servers/$serverId');

/** Frame around everything about one server: name, state, actions, tabs. */
export function ServerPage() {
  const { serverId } = route.useParams();
  const polling = useFallbackPolling(10_000);
  const query = useQuery({ ...serverQuery(serverId), refetchInterval: polling === false ? 60_000 : polling });
  useServersLive(serverId);
  return <QueryView query={query}>{(server) => <Frame server={server} />}</QueryView>;
}

function Frame({ server }: { server: ServerDetail }) {
  const { t } = useTranslation('servers');
  return (
    <Page
      title={server.name}
      titleIsData
      above={
        <Anchor component={Link} to="/servers" size="sm" c="dimmed" className={classes.back}>
          <IconChevronLeft size={16} aria-hidden />
          {t('nav.servers')}
        </Anchor>
      }
      lead={
        <Group gap="xs">
          <StatusBadge status={server.status} />
          {server.restart_required && (
            <Badge color="amber" variant="light" tt="none" leftSection={<IconAlertTriangle size={12} aria-hidden />}>
              {t('card.restartRequired')}
            </Badge>
          )}
          <Text size="sm" component="span" translate="no">
            {server.description}
          </Text>
        </Group>
      }
      actions={<LifeButtons server={server} />}
    >
      <div className={classes.frame}>
        <ServerTabs id={server.id} />
        <div className={classes.body}>
          <Outlet />
        </div>
      </div>
    </Page>
  );
}
