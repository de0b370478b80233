import { Badge, Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowsExchange, IconBan, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { DataTable } from '../../../components/data-table.js';
import { Empty, QueryView } from '../../../components/states.js';
import { data, serverKey, useChange } from '../api/data.js';
import { ALL_BANS_KEY, bansQuery } from '../api/queries.js';
import type { Answer, Ban } from '../api/types.js';
import { useRights } from '../parts/rights.js';
import { useServer } from '../server/use-server.js';
import { BanModal } from './ban-modal.js';
import { useBanColumns } from './ban-table.js';
import { BansFile } from './bans-file.js';
import { LiftModal } from './lift-modal.js';

/** Who may not join: here, everywhere, and what only the game knows. */
export function BansPage() {
  const { t } = useTranslation('servers');
  const server = useServer();
  const house = useRights();
  const query = useQuery(bansQuery(server.id));
  const [adding, add] = useDisclosure();
  const [lifted, setLifted] = useState<Ban | null>(null);
  const renews = [serverKey(server.id, 'bans'), ALL_BANS_KEY];
  const sync = useChange({ run: () => data<Answer<'/api/servers/{id}/bans/sync', 'post'>>(api.POST('/api/servers/{id}/bans/sync', { params: { path: { id: server.id } } })), renews, done: t('bans.synced') });
  const columns = useBanColumns<Ban>({
    sortable: true,
    onLift: setLifted,
    renderWhere: (ban) => (
      <Badge variant="default" tt="none">
        {t(ban.server_id === null ? 'bans.everywhere' : 'bans.here')}
      </Badge>
    ),
  });
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={add.open}>
          {t('bans.add')}
        </Button>
        <Button variant="default" leftSection={<IconArrowsExchange size={18} aria-hidden />} disabled={!server.rcon_connected} loading={sync.isPending} onClick={() => sync.mutate()}>
          {t('bans.sync')}
        </Button>
        {house.write && <BansFile renews={renews} />}
      </Group>
      <QueryView
        query={query}
        isEmpty={(bans) => bans.length === 0}
        empty={
          <Empty icon={IconBan} title={t('bans.empty')}>
            {t('bans.emptyText')}
          </Empty>
        }
      >
        {(bans) => <DataTable rows={bans} columns={columns} rowId={(ban) => `${ban.id} ${ban.identity}`} label={t('tabs.bans')} sortBy={{ id: 'created', desc: true }} minWidth={720} />}
      </QueryView>
      <BanModal opened={adding} serverId={server.id} onClose={add.close} />
      <LiftModal ban={lifted} renews={renews} onClose={() => setLifted(null)} />
    </Stack>
  );
}
