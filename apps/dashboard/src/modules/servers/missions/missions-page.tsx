import { ActionIcon, Badge, Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { IconDownload, IconMap, IconPlayerPlay, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Panel } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { data, serverKey, useChange } from '../api/data.js';
import { Elsewhere } from '../parts/elsewhere.js';
import { useRights } from '../parts/rights.js';
import { useServer } from '../server/use-server.js';
import { WorkshopBox } from '../steam/workshop-box.js';
import { missionsQuery, rotationQuery, templateOf, type Mission, type RotationEntry } from './api.js';
import { Rotation } from './rotation.js';
import { Uploads } from './uploads.js';

/** Mission files, and the cycle they are played in. */
export function MissionsPage() {
  const { t } = useTranslation('servers');
  const server = useServer();
  const rights = useRights(server.id);
  const missions = useQuery(missionsQuery(server.id));
  const rotation = useQuery(rotationQuery(server.id));
  /** Null while nothing is changed. */
  const [draft, setDraft] = useState<readonly RotationEntry[] | null>(null);
  const add = (mission: Mission) => setDraft([...(draft ?? rotation.data ?? []), { mission_id: mission.id, template: templateOf(mission), difficulty: 'Regular', params: {}, enabled: true }]);
  return (
    <Stack gap="lg">
      <QueryView query={rotation}>{(entries) => <Rotation stored={entries} draft={draft} missions={missions.data ?? []} onChange={setDraft} />}</QueryView>
      {rights.operate && (
        <Stack gap="sm">
          {server.host_here ? <Uploads serverId={server.id} /> : <Elsewhere server={server} />}
          <WorkshopBox label={t('missions.workshop')} download={(ids) => Promise.all(ids.map((id) => data(api.POST('/api/servers/{id}/missions/workshop', { params: { path: { id: server.id } }, body: { workshop_id: id } }))))} />
        </Stack>
      )}
      <QueryView
        query={missions}
        isEmpty={(all) => all.length === 0}
        empty={
          <Panel>
            <Empty icon={IconMap} title={t('missions.empty')}>
              {t('missions.emptyText')}
            </Empty>
          </Panel>
        }
      >
        {(all) => <Files missions={all} onAdd={rights.operate ? add : null} />}
      </QueryView>
    </Stack>
  );
}

function Files({ missions, onAdd }: { missions: Mission[]; onAdd: ((mission: Mission) => void) | null }) {
  const { t } = useTranslation('servers');
  const server = useServer();
  const [gone, setGone] = useState<Mission | null>(null);
  const remove = useChange({
    run: (mission: Mission) => data(api.DELETE('/api/servers/{id}/missions/{mid}', { params: { path: { id: server.id, mid: mission.id }, query: { force: mission.in_rotation ? '1' : '0' } } })),
    renews: [serverKey(server.id, 'missions')],
    done: t('missions.deleted'),
    onDone: () => setGone(null),
  });
  const columns = useColumns(onAdd, setGone);
  return (
    <>
      <DataTable rows={missions} columns={columns} rowId={(mission) => String(mission.id)} label={t('tabs.missions')} sortBy={{ id: 'name' }} minWidth={640} />
      <Confirm opened={gone !== null} title={t('missions.deleteTitle', { name: gone?.filename ?? '' })} confirmLabel={t('missions.delete')} busy={remove.isPending} onConfirm={() => gone !== null && remove.mutate(gone)} onClose={() => setGone(null)}>
        {t(gone?.in_rotation === true ? 'missions.deleteUsed' : 'missions.deleteText')}
      </Confirm>
    </>
  );
}

function useColumns(onAdd: ((mission: Mission) => void) | null, onDelete: (mission: Mission) => void): Column<Mission>[] {
  const { t } = useTranslation('servers');
  const format = useFormat();
  const server = useServer();
  const play = useChange({ run: (mission: Mission) => data(api.POST('/api/servers/{id}/mission', { params: { path: { id: server.id } }, body: { mission_name: templateOf(mission) } })), renews: [serverKey(server.id, 'detail')], done: t('missions.playing') });
  const columns: Column<Mission>[] = [
    {
      id: 'name',
      header: t('missions.name'),
      fixed: true,
      value: (mission) => mission.mission_name,
      render: (mission) => (
        <Group gap={8}>
          <Text fw={600} span translate="no" style={{ overflowWrap: 'anywhere' }}>
            {mission.mission_name}
          </Text>
          {mission.in_rotation && (
            <Badge variant="light" size="sm" tt="none">
              {t('missions.inRotation')}
            </Badge>
          )}
          <Faults mission={mission} />
        </Group>
      ),
    },
    { id: 'terrain', header: t('missions.terrain'), value: (mission) => mission.terrain, render: (mission) => <span translate="no">{mission.terrain}</span> },
    { id: 'size', header: t('missions.size'), value: (mission) => mission.size_bytes, render: (mission) => format.bytes(mission.size_bytes) },
    { id: 'added', header: t('missions.added'), value: (mission) => Date.parse(mission.created_at), render: (mission) => <When at={mission.created_at} relative /> },
  ];
  if (onAdd === null) return columns;
  return [
    ...columns,
    {
      id: 'actions',
      header: t('players.actions'),
      fixed: true,
      render: (mission) => (
        <Group gap={4} wrap="nowrap">
          <Button size="xs" variant="light" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => onAdd(mission)} aria-label={t('missions.addNamed', { name: mission.mission_name })}>
            {t('missions.add')}
          </Button>
          {server.rcon_connected && (
            <Tooltip label={t('missions.play')}>
              <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('missions.playNamed', { name: mission.mission_name })} onClick={() => play.mutate(mission)}>
                <IconPlayerPlay size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
          {server.host_here && (
            <Tooltip label={t('logs.download')}>
              <ActionIcon component="a" href={`/api/servers/${server.id}/missions/${mission.id}/download`} download={mission.filename} variant="subtle" color="gray" size={36} aria-label={t('logs.downloadNamed', { name: mission.filename })}>
                <IconDownload size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
          <Tooltip label={t('missions.delete')}>
            <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('missions.deleteNamed', { name: mission.filename })} onClick={() => onDelete(mission)}>
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
      ),
    },
  ];
}

/** What is wrong with the file. */
function Faults({ mission }: { mission: Mission }) {
  const { t } = useTranslation('servers');
  const faults = [mission.missing ? t('missions.missing') : null, mission.pbo.has_mission_sqm ? null : t('missions.noSqm'), mission.pbo.checksum_ok === false ? t('missions.checksum') : null].filter((fault) => fault !== null);
  return faults.map((fault) => (
    <Badge key={fault} color="amber" variant="light" size="sm" tt="none">
      {fault}
    </Badge>
  ));
}
