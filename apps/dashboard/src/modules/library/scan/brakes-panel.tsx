import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { useFormat } from '../../../i18n/format.js';
import { notifyProblem } from '../../../shell/notify.js';
import { ROMS_KEY } from '../api.js';
import { brakesQuery, SCANS_KEY, type Brake } from './scan-api.js';

/** Too much vanished at once: perhaps a disk is away. Nothing is marked missing until somebody says so here. */
export function BrakesPanel() {
  const { t } = useTranslation('library');
  const { data } = useQuery({ ...brakesQuery, refetchInterval: 30_000 });
  const pending = (data ?? []).filter((brake) => brake.status === 'pending');
  if (pending.length === 0) return null;
  return (
    <Alert color="amber" variant="light" icon={<IconHandStop size={22} aria-hidden />} title={t('brake.title')} role="alert">
      <Stack gap="sm">
        <Text size="sm">{t('brake.text')}</Text>
        {pending.map((brake) => (
          <Row key={brake.id} brake={brake} />
        ))}
      </Stack>
    </Alert>
  );
}

function Row({ brake }: { brake: Brake }) {
  const { t } = useTranslation('library');
  const format = useFormat();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const params = { params: { path: { id: brake.id } } };
  const settled = {
    onError: notifyProblem,
    onSettled: async () => {
      setAsking(false);
      await Promise.all([SCANS_KEY, ROMS_KEY, ['platforms']].map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  };
  const accept = useMutation({ mutationFn: () => api.POST('/api/scans/brakes/{id}/accept', params), ...settled });
  const reject = useMutation({ mutationFn: () => api.POST('/api/scans/brakes/{id}/reject', params), ...settled });
  const counts = { vanished: format.number(brake.vanished_count), total: format.number(brake.total_count) };
  return (
    <Group justify="space-between">
      <Text>
        <b translate="no">{brake.platform_name}</b>: {t(brake.kind === 'platform' ? 'brake.platform' : 'brake.entries', counts)}
      </Text>
      <Group gap="xs">
        <Button size="xs" variant="default" loading={reject.isPending} onClick={() => reject.mutate()}>
          {t('brake.reject')}
        </Button>
        <Button size="xs" color="red" variant="light" onClick={() => setAsking(true)}>
          {t('brake.accept')}
        </Button>
      </Group>
      <Confirm opened={asking} title={t('brake.ask')} confirmLabel={t('brake.accept')} busy={accept.isPending} onConfirm={() => accept.mutate()} onClose={() => setAsking(false)}>
        {t('brake.askText', counts)}
      </Confirm>
    </Group>
  );
}
