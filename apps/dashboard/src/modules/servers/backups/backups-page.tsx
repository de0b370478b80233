import { ActionIcon, Badge, Button, Group, Menu, Stack, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArchive, IconDotsVertical, IconDownload, IconLock, IconPin, IconPinnedOff, IconPlus, IconRestore, IconTrash, IconUpload } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, asForm } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { Pager } from '../../../components/pager.js';
import { Panel } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { data, useChange } from '../api/data.js';
import { FilePick } from '../parts/file-pick.js';
import { useRights } from '../parts/rights.js';
import { useServer } from '../server/use-server.js';
import { backupsKey, backupsQuery, type Backup } from './api.js';
import { CreateBackupModal } from './create-backup-modal.js';
import { RestoreModal } from './restore-modal.js';
import { RestoresPanel } from './restores-panel.js';

const PAGE = 20;

/** Copies of everything that can't be made again: configuration, profile, missions, bans. */
export function BackupsPage() {
  const { t } = useTranslation('servers');
  const server = useServer();
  const rights = useRights();
  const [page, setPage] = useState(0);
  const [creating, create] = useDisclosure();
  const [restored, setRestored] = useState<Backup | null>(null);
  const query = useQuery({ ...backupsQuery(server.id, page, PAGE), placeholderData: keepPreviousData });
  const take = useChange({
    run: (file: File) => data(api.POST('/api/servers/{id}/backups/import', { params: { path: { id: server.id } }, body: asForm({ file }) as never, bodySerializer: (form: unknown) => form as FormData })),
    renews: [backupsKey(server.id)],
    done: t('backups.imported'),
  });
  const button = rights.operate && (
    <Button size="xs" leftSection={<IconPlus size={16} aria-hidden />} onClick={create.open}>
      {t('backups.create')}
    </Button>
  );
  return (
    <Stack gap="lg">
      <Panel
        title={t('tabs.backups')}
        aside={
          <Group gap="xs">
            {rights.write && <FilePick size="xs" label={t('backups.import')} icon={IconUpload} accept=".gz,.tgz,application/gzip" busy={take.isPending} onPick={([file]) => file !== undefined && take.mutate(file)} />}
            {(query.data?.total ?? 0) > 0 && button}
          </Group>
        }
      >
        <QueryView
          query={query}
          isEmpty={({ total }) => total === 0}
          empty={
            <Empty icon={IconArchive} title={t('backups.empty')} action={button}>
              {t('backups.emptyText')}
            </Empty>
          }
        >
          {({ items, total }) => (
            <Stack gap={0}>
              {items.map((backup) => (
                <Row key={backup.id} backup={backup} serverId={server.id} onRestore={() => setRestored(backup)} />
              ))}
              <Pager page={page} pages={Math.ceil(total / PAGE)} onPage={setPage} />
            </Stack>
          )}
        </QueryView>
      </Panel>
      <RestoresPanel id={server.id} />
      <CreateBackupModal serverId={server.id} opened={creating} onClose={create.close} />
      <RestoreModal server={server} backup={restored} onClose={() => setRestored(null)} />
    </Stack>
  );
}

const COLOR: Record<Backup['status'], string> = { queued: 'gray', running: 'amber', done: 'felt', failed: 'red' };

function Row({ backup, serverId, onRestore }: { backup: Backup; serverId: number; onRestore: () => void }) {
  const { t } = useTranslation('servers');
  const format = useFormat();
  const rights = useRights();
  const [asked, setAsked] = useState(false);
  const params = { path: { id: serverId, backup_id: backup.id } };
  const renews = [backupsKey(serverId)];
  const pin = useChange({ run: () => data(api.PATCH('/api/servers/{id}/backups/{backup_id}', { params, body: { pinned: !backup.pinned } })), renews });
  const remove = useChange({ run: () => data(api.DELETE('/api/servers/{id}/backups/{backup_id}', { params })), renews, done: t('backups.deleted'), onDone: () => setAsked(false) });
  const done = backup.status === 'done';
  return (
    <Group justify="space-between" py="sm" gap="sm" wrap="nowrap" align="flex-start" style={{ borderBottom: '1px solid var(--rumpus-border)' }}>
      <div style={{ minWidth: 0 }}>
        <Group gap={8}>
          <Text fw={600}>
            <When at={backup.created_at} />
          </Text>
          <Badge variant="default" tt="none">
            {t(`backupKind.${backup.kind}`)}
          </Badge>
          {!done && (
            <Badge color={COLOR[backup.status]} variant="light" tt="none">
              {t(`runs.${backup.status}`)}
            </Badge>
          )}
          {backup.pinned && <IconPin size={16} role="img" aria-label={t('backups.pinned')} />}
          {backup.has_passphrase && <IconLock size={16} role="img" aria-label={t('backups.locked')} />}
        </Group>
        {backup.note !== '' && (
          <Text size="sm" translate="no" style={{ overflowWrap: 'anywhere' }}>
            {backup.note}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {done && t('backups.facts', { count: backup.file_count, size: format.bytes(backup.size_bytes) })}
        </Text>
        {backup.error !== null && (
          <Text size="sm" c="var(--mantine-color-error)" translate="no">
            {backup.error}
          </Text>
        )}
      </div>
      <Group gap={4} wrap="nowrap">
        {rights.write && done && (
          <Tooltip label={t('logs.download')}>
            <ActionIcon component="a" href={`/api/servers/${serverId}/backups/${backup.id}/download`} download variant="subtle" color="gray" size={36} aria-label={t('logs.downloadNamed', { name: format.dateTime(backup.created_at) })}>
              <IconDownload size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        {rights.operate && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('action.moreNamed', { name: format.dateTime(backup.created_at) })}>
                <IconDotsVertical size={18} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {rights.write && (
                <Menu.Item leftSection={<IconRestore size={18} aria-hidden />} disabled={!done} onClick={onRestore}>
                  {t('backups.restore')}
                </Menu.Item>
              )}
              <Menu.Item leftSection={backup.pinned ? <IconPinnedOff size={18} aria-hidden /> : <IconPin size={18} aria-hidden />} onClick={() => pin.mutate()}>
                {t(backup.pinned ? 'backups.unpin' : 'backups.pin')}
              </Menu.Item>
              {rights.write && (
                <Menu.Item color="red" leftSection={<IconTrash size={18} aria-hidden />} onClick={() => setAsked(true)}>
                  {t('backups.delete')}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      <Confirm opened={asked} title={t('backups.deleteTitle')} confirmLabel={t('backups.delete')} busy={remove.isPending} onConfirm={() => remove.mutate()} onClose={() => setAsked(false)}>
        {t('backups.deleteText', { when: format.dateTime(backup.created_at) })}
      </Confirm>
    </Group>
  );
}
