import { Badge, Button, Group, Text } from '@mantine/core';
import { IconPencil, IconPlugConnected, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { Panel } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { Lines } from '../parts/lines.js';
import { peersQuery, type Peer } from './api.js';
import { PeerModal } from './peer-modal.js';

/** Networks whose scores and profiles are asked for. */
export function ServersPanel() {
  const { t } = useTranslation('arcade');
  const query = useQuery(peersQuery);
  const [edited, setEdited] = useState<Peer | 'new' | null>(null);
  return (
    <Panel
      title={t('peers.servers')}
      aside={
        <Button size="xs" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
          {t('peers.add')}
        </Button>
      }
    >
      <QueryView query={query} isEmpty={(peers) => peers.length === 0} empty={<Text c="dimmed">{t('peers.noServers')}</Text>}>
        {(peers) => (
          <Lines>
            {peers.map((peer) => (
              <Row key={peer.id} peer={peer} onEdit={() => setEdited(peer)} />
            ))}
          </Lines>
        )}
      </QueryView>
      <PeerModal peer={edited} onClose={() => setEdited(null)} />
    </Panel>
  );
}

function Row({ peer, onEdit }: { peer: Peer; onEdit: () => void }) {
  const { t } = useTranslation('arcade');
  const client = useQueryClient();
  const [leaving, setLeaving] = useState(false);
  const probe = useMutation({ mutationFn: () => body(api.POST('/api/arcade/federation/servers/{id}/probe', { params: { path: { id: peer.id } } })), onError: notifyProblem });
  const remove = useMutation({
    mutationFn: () => api.DELETE('/api/arcade/federation/servers/{id}', { params: { path: { id: peer.id } } }),
    onSuccess: () => notifyDone(t('peers.removed')),
    onError: notifyProblem,
    onSettled: () => client.invalidateQueries({ queryKey: peersQuery.queryKey }),
  });
  return (
    <div style={{ paddingBlock: 12 }}>
      <Group justify="space-between" align="flex-start">
        <div style={{ flex: '1 1 240px', minWidth: 0 }}>
          <Text fw={600} className="mono" translate="no">
            {peer.uri}
          </Text>
          <Group gap={6} mt={4}>
            <Badge variant="light" tt="none" color={peer.use_scores ? 'felt' : 'gray'}>
              {t(peer.use_scores ? 'peers.withScores' : 'peers.noScores')}
            </Badge>
            <Badge variant="light" tt="none" color={peer.use_statistics ? 'felt' : 'gray'}>
              {t(peer.use_statistics ? 'peers.withStatistics' : 'peers.noStatistics')}
            </Badge>
          </Group>
        </div>
        <Group gap={4}>
          <Button size="compact-sm" variant="light" leftSection={<IconPlugConnected size={16} aria-hidden />} loading={probe.isPending} onClick={() => probe.mutate()} aria-label={t('peers.testNamed', { uri: peer.uri })}>
            {t('peers.test')}
          </Button>
          <Button size="compact-sm" variant="subtle" renderRoot={(props) => <Link to="/arcade/operation/imports" search={{ from: 'peer', peer: peer.id }} {...props} />} aria-label={t('peers.songsNamed', { uri: peer.uri })}>
            {t('peers.songs')}
          </Button>
          <Button size="compact-sm" variant="subtle" leftSection={<IconPencil size={16} aria-hidden />} onClick={onEdit} aria-label={t('peers.editNamed', { uri: peer.uri })}>
            {t('machines.edit')}
          </Button>
          <Button size="compact-sm" variant="subtle" color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setLeaving(true)} aria-label={t('peers.removeNamed', { uri: peer.uri })}>
            {t('peers.remove')}
          </Button>
        </Group>
      </Group>
      <div role="status">
        {probe.data !== undefined && (
          <Text size="sm" mt={6} c={probe.data.state === 'ok' ? 'dimmed' : 'var(--mantine-color-error)'}>
            {t(`peers.state.${probe.data.state}`)}
            {probe.data.name !== null && (
              <>
                {' '}
                <span translate="no">{[probe.data.name, probe.data.email].filter(Boolean).join(' · ')}</span>
              </>
            )}
          </Text>
        )}
      </div>
      <Confirm opened={leaving} title={t('peers.removeAsk')} confirmLabel={t('peers.remove')} busy={remove.isPending} onConfirm={() => remove.mutate()} onClose={() => setLeaving(false)}>
        <span className="mono" translate="no">
          {peer.uri}
        </span>
        <Text mt="xs">{t('peers.removeText')}</Text>
      </Confirm>
    </div>
  );
}
