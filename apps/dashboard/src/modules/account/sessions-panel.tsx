import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { Panel } from '../../components/page.js';
import { QueryView } from '../../components/states.js';
import { When } from '../../components/when.js';
import { notifyDone, notifyProblem } from '../../shell/notify.js';
import { sessionsQuery, type Session } from './api.js';
import { browserOf } from '../../components/browser-name.js';

/** Where one is signed in, and a way to end each of them. */
export function SessionsPanel() {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const query = useQuery(sessionsQuery);
  const others = (query.data ?? []).filter((session) => !session.current);
  const endOthers = useMutation({
    mutationFn: () => api.DELETE('/api/users/me/sessions'),
    onSuccess: () => notifyDone(t('sessions.othersEnded')),
    onError: notifyProblem,
    onSettled: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  return (
    <Panel
      title={t('sessions.title')}
      aside={
        others.length > 0 && (
          <Button size="xs" variant="light" color="red" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t('sessions.endOthers')}
          </Button>
        )
      }
    >
      <QueryView query={query}>
        {(sessions) => (
          <Stack gap={0}>
            {sessions.map((session) => (
              <Row key={session.id} session={session} />
            ))}
          </Stack>
        )}
      </QueryView>
    </Panel>
  );
}

function Row({ session }: { session: Session }) {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => api.DELETE('/api/users/me/sessions/{id}', { params: { path: { id: session.id } } }),
    onError: notifyProblem,
    onSettled: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const name = browserOf(session.user_agent) ?? t('sessions.unknown');
  const Glyph = /Mobi|Android|iPhone/.test(session.user_agent) ? IconDeviceMobile : IconDeviceDesktop;
  return (
    <Group gap="sm" py="sm" wrap="nowrap" style={{ borderBottom: '1px solid var(--rumpus-border)' }}>
      <Glyph size={24} stroke={1.6} aria-hidden />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text fw={600} size="sm" translate="no">
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          <span translate="no">{session.ip}</span> · <When at={session.last_seen} relative />
        </Text>
      </div>
      {session.current ? (
        <Badge variant="light" tt="none">
          {t('sessions.current')}
        </Badge>
      ) : (
        <Button size="compact-sm" variant="subtle" color="red" loading={end.isPending} onClick={() => end.mutate()} aria-label={t('sessions.endNamed', { name })}>
          {t('sessions.end')}
        </Button>
      )}
    </Group>
  );
}
