import { ActionIcon, Badge, Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowsExchange, IconBan, IconDownload, IconLockOpen, IconPlus, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Empty, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { data, serverKey, useChange } from '../api/data.js';
import { bansQuery } from '../api/queries.js';
import type { Ban } from '../api/types.js';
import { FilePick } from '../parts/file-pick.js';
import { useRights } from '../parts/rights.js';
import { useServer } from '../server/use-server.js';
import { BanModal } from './ban-modal.js';

/** Who may not join: here, everywhere, and what only the game knows. */
export function BansPage() {
  const { t } = useTranslation('servers');
  const server = useServer();
  const rights = useRights();
  const query = useQuery(bansQuery(server.id));
  const [adding, add] = useDisclosure();
  const [lifted, setLifted] = useState<Ban | null>(null);
  const renews = [serverKey(server.id, 'bans')];
  const params = { path: { id: server.id } };
  const sync = useChange({ run: () => data<{ added_to_game: number; taken_in: number }>(api.POST('/api/servers/{id}/bans/sync', { params })), renews, done: t('bans.synced') });
  const lift = useChange({ run: (ban: Ban) => data(api.DELETE('/api/servers/{id}/bans/{ban_id}', { params: { path: { id: server.id, ban_id: ban.id } } })), renews, done: t('bans.liftedDone'), onDone: () => setLifted(null) });
  const take = useChange({ run: async (file: File) => data<{ imported: number; known: number; rejected: string[] }>(api.POST('/api/bans/import', { body: { text: await file.text() } })), renews, done: t('bans.importDone') });
  const columns = useColumns(setLifted);
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={add.open}>
          {t('bans.add')}
        </Button>
        <Button variant="default" leftSection={<IconArrowsExchange size={18} aria-hidden />} disabled={!server.rcon_connected} loading={sync.isPending} onClick={() => sync.mutate()}>
          {t('bans.sync')}
        </Button>
        {rights.write && (
          <>
            <FilePick accept=".txt,text/plain" label={t('bans.import')} icon={IconUpload} busy={take.isPending} onPick={([file]) => file !== undefined && take.mutate(file)} />
            <Button component="a" href="/api/bans/export" download variant="default" leftSection={<IconDownload size={18} aria-hidden />}>
              {t('bans.export')}
            </Button>
          </>
        )}
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
      <Confirm opened={lifted !== null} title={t('bans.liftTitle')} confirmLabel={t('bans.lift')} busy={lift.isPending} onConfirm={() => lifted !== null && lift.mutate(lifted)} onClose={() => setLifted(null)}>
        {t('bans.liftText', { name: lifted?.player_name ?? lifted?.identity ?? '' })}
      </Confirm>
    </Stack>
  );
}

function useColumns(onLift: (ban: Ban) => void): Column<Ban>[] {
  const { t } = useTranslation('servers');
  return [
    {
      id: 'who',
      header: t('bans.who'),
      fixed: true,
      value: (ban) => ban.player_name ?? ban.identity,
      render: (ban) => (
        <div>
          {ban.player_name !== null && (
            <Text fw={600} translate="no">
              {ban.player_name}
            </Text>
          )}
          <span className="mono" translate="no">
            {ban.identity}
          </span>
        </div>
      ),
    },
    { id: 'reason', header: t('bans.reason'), value: (ban) => ban.reason, render: (ban) => <span translate="no">{ban.reason === '' ? '–' : ban.reason}</span> },
    { id: 'until', header: t('bans.until'), value: (ban) => (ban.expires_at === null ? Infinity : Date.parse(ban.expires_at)), render: (ban) => (ban.expires_at === null ? t('duration.0') : <When at={ban.expires_at} />) },
    { id: 'created', header: t('bans.since'), value: (ban) => Date.parse(ban.created_at), render: (ban) => <When at={ban.created_at} relative /> },
    {
      id: 'where',
      header: t('bans.where'),
      value: (ban) => (ban.server_id === null ? 0 : 1),
      render: (ban) => (
        <Group gap={6}>
          <Badge variant="default" tt="none">
            {t(ban.server_id === null ? 'bans.everywhere' : 'bans.here')}
          </Badge>
          {!ban.in_game && (
            <Badge color="amber" variant="light" tt="none">
              {t('bans.notInGame')}
            </Badge>
          )}
        </Group>
      ),
    },
    {
      id: 'actions',
      header: t('players.actions'),
      fixed: true,
      render: (ban) =>
        ban.id === 0 ? (
          <Text size="sm" c="dimmed">
            {t('bans.onlyGame')}
          </Text>
        ) : (
          <Tooltip label={t('bans.lift')}>
            <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('bans.liftNamed', { name: ban.player_name ?? ban.identity })} onClick={() => onLift(ban)}>
              <IconLockOpen size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        ),
    },
  ];
}
