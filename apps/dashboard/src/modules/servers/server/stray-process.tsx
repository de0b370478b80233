import { Alert, Button, Group, Text } from '@mantine/core';
import { IconGhost2 } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { data, SERVERS_KEY, useChange } from '../api/data.js';
import type { Answer, ServerDetail } from '../api/types.js';
import { useRights } from '../parts/rights.js';

const ORPHANS_KEY = [...SERVERS_KEY, 'orphans'] as const;
const orphansQuery = queryOptions({ queryKey: ORPHANS_KEY, queryFn: ({ signal }) => data<Answer<'/api/system/orphans'>>(api.GET('/api/system/orphans', { signal })), refetchInterval: 15_000 });

/** A process of this server that nobody looks after, say after a restart from inside the game: to be taken over, or ended. */
export function StrayProcess({ server }: { server: ServerDetail }) {
  const house = useRights();
  const query = useQuery({ ...orphansQuery, enabled: house.write && server.host_here });
  const stray = query.data?.find(({ server_id: id }) => id === server.id);
  return stray === undefined ? null : <Found pid={stray.pid} />;
}

function Found({ pid }: { pid: number }) {
  const { t } = useTranslation('servers');
  const [asked, setAsked] = useState(false);
  const params = { path: { pid } };
  const adopt = useChange({ run: () => data(api.POST('/api/system/orphans/{pid}/adopt', { params })), renews: [SERVERS_KEY], done: t('stray.adopted') });
  const kill = useChange({ run: () => data(api.POST('/api/system/orphans/{pid}/kill', { params })), renews: [SERVERS_KEY], done: t('done.killed'), onDone: () => setAsked(false) });
  return (
    <Alert color="amber" variant="light" icon={<IconGhost2 size={20} aria-hidden />} title={t('stray.title', { pid })}>
      <Text size="sm">{t('stray.text')}</Text>
      <Group gap="xs" mt="sm">
        <Button size="xs" loading={adopt.isPending} onClick={() => adopt.mutate()}>
          {t('stray.adopt')}
        </Button>
        <Button size="xs" variant="default" onClick={() => setAsked(true)}>
          {t('stray.kill')}
        </Button>
      </Group>
      <Confirm opened={asked} title={t('stray.killTitle', { pid })} confirmLabel={t('stray.kill')} busy={kill.isPending} onConfirm={() => kill.mutate()} onClose={() => setAsked(false)}>
        {t('kill.text')}
      </Confirm>
    </Alert>
  );
}
