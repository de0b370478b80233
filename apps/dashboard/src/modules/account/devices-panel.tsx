import { ActionIcon, Badge, Group, Stack, Text } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceGamepad, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { Confirm } from '../../components/confirm.js';
import { Panel } from '../../components/page.js';
import { QueryView } from '../../components/states.js';
import { When } from '../../components/when.js';
import { notifyDone, notifyProblem } from '../../shell/notify.js';
import { devicesQuery, type AccessDevice } from './api.js';

/** Browsers and handhelds one came in with; a lost one goes with its tokens and sessions. */
export function DevicesPanel() {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const query = useQuery(devicesQuery);
  const [asked, setAsked] = useState<AccessDevice | null>(null);
  const remove = useMutation({
    mutationFn: (id: string) => api.DELETE('/api/users/me/devices/{id}', { params: { path: { id } } }),
    onSuccess: () => notifyDone(t('devices.removed')),
    onError: notifyProblem,
    onSettled: () => {
      setAsked(null);
      return client.invalidateQueries({ queryKey: ['me'] });
    },
  });
  return (
    <Panel title={t('devices.title')}>
      <Text c="dimmed" size="sm" mb="xs">
        {t('devices.text')}
      </Text>
      <QueryView query={query}>
        {(devices) => (
          <Stack gap={0} component="ul" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
            {devices.map((device) => (
              <Row key={device.id} device={device} onRemove={() => setAsked(device)} />
            ))}
          </Stack>
        )}
      </QueryView>
      <Confirm opened={asked !== null} title={t('devices.ask')} confirmLabel={t('devices.remove')} busy={remove.isPending} onConfirm={() => asked !== null && remove.mutate(asked.id)} onClose={() => setAsked(null)}>
        {t('devices.loss')}
      </Confirm>
    </Panel>
  );
}

function Row({ device, onRemove }: { device: AccessDevice; onRemove: () => void }) {
  const { t } = useTranslation('account');
  const name = device.name ?? t('sessions.unknown');
  const Glyph = device.platform === 'Web' ? IconDeviceDesktop : IconDeviceGamepad;
  const particulars = [device.client, device.client_version, device.platform].filter((word) => word !== null && word !== '');
  return (
    <Group component="li" gap="sm" py="sm" wrap="nowrap" style={{ borderTop: '1px solid var(--rumpus-border)' }}>
      <Glyph size={24} stroke={1.6} aria-hidden />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text fw={600} size="sm" translate="no" style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          <span translate="no">{particulars.join(' · ')}</span>
          {device.last_seen !== null && (
            <>
              {particulars.length > 0 && ' · '}
              <When at={device.last_seen} relative />
            </>
          )}
        </Text>
      </div>
      {device.current ? (
        <Badge variant="light" tt="none">
          {t('sessions.current')}
        </Badge>
      ) : (
        <ActionIcon variant="subtle" color="red" size={36} aria-label={t('devices.removeNamed', { name })} onClick={onRemove}>
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  );
}
