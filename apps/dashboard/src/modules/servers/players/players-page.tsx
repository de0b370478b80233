import { ActionIcon, Badge, Group, Menu, SegmentedControl, Stack, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconBan, IconDoorExit, IconId, IconMessage, IconShieldCheck, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Empty, QueryView } from '../../../components/states.js';
import { useNow } from '../../../components/use-now.js';
import { useFormat } from '../../../i18n/format.js';
import { playersQuery } from '../api/queries.js';
import type { Player } from '../api/types.js';
import { MoreMenu } from '../parts/more-menu.js';
import { useRights } from '../parts/rights.js';
import { useServer } from '../server/use-server.js';
import { DossierDrawer } from './dossier-drawer.js';
import { PlayerModal, type PlayerAction } from './player-modal.js';
import { VisitsPanel } from './visits-panel.js';

type Tab = 'now' | 'before';

/** Who is on the server, who was, and what staff can do about it. */
export function PlayersPage() {
  const { t } = useTranslation('servers');
  const server = useServer();
  const rights = useRights(server.id);
  const [tab, setTab] = useState<Tab>('now');
  const [guid, setGuid] = useState<string | null>(null);
  return (
    <Stack gap="md">
      {rights.operate && (
        <SegmentedControl
          style={{ alignSelf: 'flex-start' }}
          aria-label={t('players.which')}
          value={tab}
          onChange={setTab}
          data={[
            { value: 'now', label: t('players.now', { count: server.player_count }) },
            { value: 'before', label: t('players.before') },
          ]}
        />
      )}
      {tab === 'now' ? <Present onDossier={setGuid} /> : <VisitsPanel id={server.id} onDossier={setGuid} />}
      <DossierDrawer guid={guid} onClose={() => setGuid(null)} />
    </Stack>
  );
}

function Present({ onDossier }: { onDossier: (guid: string) => void }) {
  const { t } = useTranslation('servers');
  const server = useServer();
  const rights = useRights(server.id);
  const [asked, setAsked] = useState<{ action: PlayerAction; player: Player } | null>(null);
  const query = useQuery({ ...playersQuery(server.id), refetchInterval: 30_000 });
  const columns = useColumns(rights.operate ? { ask: (action, player) => setAsked({ action, player }), onDossier } : null);
  return (
    <>
      <QueryView
        query={query}
        isEmpty={({ players }) => players.length === 0}
        empty={
          <Empty icon={IconUsers} title={t('players.empty')}>
            {t(server.status === 'running' ? 'players.emptyText' : 'players.down')}
          </Empty>
        }
      >
        {({ players, stale }) => (
          <Stack gap="xs">
            {stale && (
              <Text size="sm" c="dimmed">
                {t('players.stale')}
              </Text>
            )}
            <DataTable rows={players} columns={columns} rowId={(player) => String(player.player_num)} label={t('tabs.players')} sortBy={{ id: 'name' }} minWidth={620} />
          </Stack>
        )}
      </QueryView>
      <PlayerModal asked={asked} serverId={server.id} onClose={() => setAsked(null)} />
    </>
  );
}

interface Deeds {
  ask: (action: PlayerAction, player: Player) => void;
  onDossier: (guid: string) => void;
}

function useColumns(deeds: Deeds | null): Column<Player>[] {
  const { t } = useTranslation('servers');
  const format = useFormat();
  const now = useNow(true);
  const ask = deeds?.ask;
  const columns: Column<Player>[] = [
    { id: 'name', header: t('players.name'), fixed: true, value: (player) => player.name, render: (player) => <Name player={player} onDossier={deeds?.onDossier} /> },
    { id: 'ping', header: t('players.ping'), value: (player) => player.ping, render: (player) => <Ping value={player.ping} /> },
    { id: 'time', header: t('players.time'), value: (player) => -Date.parse(player.joined_at), render: (player) => format.duration((now - Date.parse(player.joined_at)) / 1000) },
    { id: 'number', header: t('players.number'), value: (player) => player.player_num, render: (player) => player.player_num },
  ];
  if (ask === undefined) return columns;
  return [
    ...columns,
    { id: 'ip', header: t('players.address'), value: (player) => player.ip ?? '', render: (player) => <span className="mono">{player.ip ?? '–'}</span> },
    {
      id: 'actions',
      header: t('players.actions'),
      fixed: true,
      render: (player) => (
        <Group gap={4} wrap="nowrap">
          <Tooltip label={t('players.message')}>
            <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('players.messageNamed', { name: player.name })} onClick={() => ask('message', player)}>
              <IconMessage size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <MoreMenu name={player.name}>
            {player.guid !== null && (
              <Menu.Item leftSection={<IconId size={18} aria-hidden />} onClick={() => player.guid !== null && deeds?.onDossier(player.guid)}>
                {t('players.dossier')}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconDoorExit size={18} aria-hidden />} onClick={() => ask('kick', player)}>
              {t('players.kick')}
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconBan size={18} aria-hidden />} onClick={() => ask('ban', player)}>
              {t('players.ban')}
            </Menu.Item>
          </MoreMenu>
        </Group>
      ),
    },
  ];
}

function Name({ player, onDossier }: { player: Player; onDossier: ((guid: string) => void) | undefined }) {
  const { t } = useTranslation('servers');
  const { guid } = player;
  const name = (
    <Text fw={600} span miw={110} translate="no" style={{ overflowWrap: 'anywhere' }}>
      {player.name}
    </Text>
  );
  return (
    <Group gap={8} wrap="nowrap">
      {guid === null || onDossier === undefined ? name : <UnstyledButton onClick={() => onDossier(guid)}>{name}</UnstyledButton>}
      {player.guid_verified && (
        <Tooltip label={t('players.verified')}>
          <IconShieldCheck size={16} color="var(--mantine-color-felt-6)" role="img" aria-label={t('players.verified')} />
        </Tooltip>
      )}
      {player.in_lobby && (
        <Badge variant="default" size="sm" tt="none">
          {t('players.lobby')}
        </Badge>
      )}
    </Group>
  );
}

/** Slow connections stand out by weight and colour. */
function Ping({ value }: { value: number }) {
  const { t } = useTranslation('servers');
  const bad = value > 250;
  return (
    <Text size="sm" span c={bad ? 'red' : undefined} fw={bad ? 650 : 400}>
      {value < 0 ? '–' : t('players.ms', { value })}
    </Text>
  );
}
