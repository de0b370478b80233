import { Badge, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { When } from '../../../components/when.js';
import { sessionsQuery } from '../api.js';

/** Players seen lately. */
export function SessionsPanel() {
  const { t } = useTranslation('music');
  const { data } = useQuery({ ...sessionsQuery, refetchInterval: 15_000 });
  if (data === undefined || data.Sessions.length === 0) return null;
  return (
    <Panel title={t('sessions.title')} aside={<Text size="sm" c="dimmed">{t('sessions.active', { count: data.ActiveSessions })}</Text>}>
      <Group gap="xs">
        {data.Sessions.map((session) => (
          <Badge key={`${session.DeviceId} ${session.Client} ${session.ClientIp}`} size="lg" variant="default" tt="none" h="auto" py={4}>
            <span translate="no">{session.Client}</span>{' '}
            <Text span size="xs" c="dimmed">
              <span translate="no">{session.ClientIp}</span> · <When at={session.LastActivity} relative />
            </Text>
          </Badge>
        ))}
      </Group>
    </Panel>
  );
}
