import { ActionIcon, Anchor, Badge, Group, Menu, Text, Tooltip } from '@mantine/core';
import { IconDownload, IconLock, IconPin, IconPinnedOff, IconRestore, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { data, useChange } from '../api/data.js';
import { ListRow } from '../parts/list-row.js';
import { MoreMenu } from '../parts/more-menu.js';
import { useRights } from '../parts/rights.js';
import { ALL_BACKUPS_KEY, backupsKey, type Backup } from './api.js';

const COLOR: Record<Backup['status'], string> = { queued: 'gray', running: 'amber', done: 'felt', failed: 'red' };

interface BackupRowProps {
  backup: Backup;
  /** In lists over several servers. */
  withServer?: boolean;
  /** Undefined where it can't be restored: its server is gone. */
  onRestore: (() => void) | undefined;
}

/** One backup: what it is, how large, and what can be done with it. */
export function BackupRow({ backup, withServer = false, onRestore }: BackupRowProps) {
  const { t } = useTranslation('servers');
  const format = useFormat();
  const { server_id: serverId } = backup;
  const rights = useRights(serverId ?? undefined);
  const [asked, setAsked] = useState(false);
  const home = serverId === null ? '/api/backups' : `/api/servers/${serverId}/backups`;
  const renews = [ALL_BACKUPS_KEY, ...(serverId === null ? [] : [backupsKey(serverId)])];
  const pin = useChange({ run: (id: number) => data(api.PATCH('/api/servers/{id}/backups/{backup_id}', { params: { path: { id, backup_id: backup.id } }, body: { pinned: !backup.pinned } })), renews });
  const remove = useChange({
    run: () => (serverId === null ? data(api.DELETE('/api/backups/{backup_id}', { params: { path: { backup_id: backup.id } } })) : data(api.DELETE('/api/servers/{id}/backups/{backup_id}', { params: { path: { id: serverId, backup_id: backup.id } } }))),
    renews,
    done: t('backups.deleted'),
    onDone: () => setAsked(false),
  });
  const done = backup.status === 'done';
  const when = format.dateTime(backup.created_at);
  const name = withServer ? `${backup.server_name}, ${when}` : when;
  return (
    <ListRow
      facts={
        <>
          <Group gap={8}>
            {withServer && <Owner backup={backup} />}
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
            {rights.write && !backup.file_here && ` · ${t('elsewhere.backup', { host: backup.host_name })}`}
          </Text>
          {backup.error !== null && (
            <Text size="sm" c="var(--mantine-color-error)" translate="no">
              {backup.error}
            </Text>
          )}
        </>
      }
    >
      <Group gap={4} wrap="nowrap">
        {rights.write && done && backup.file_here && (
          <Tooltip label={t('logs.download')}>
            <ActionIcon component="a" href={`${home}/${backup.id}/download`} download variant="subtle" color="gray" size={36} aria-label={t('logs.downloadNamed', { name })}>
              <IconDownload size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        {(serverId === null ? rights.write : rights.operate) && (
          <MoreMenu name={name}>
            {rights.write && onRestore !== undefined && (
              <Menu.Item leftSection={<IconRestore size={18} aria-hidden />} disabled={!done} onClick={onRestore}>
                {t('backups.restore')}
              </Menu.Item>
            )}
            {serverId !== null && (
              <Menu.Item leftSection={backup.pinned ? <IconPinnedOff size={18} aria-hidden /> : <IconPin size={18} aria-hidden />} onClick={() => pin.mutate(serverId)}>
                {t(backup.pinned ? 'backups.unpin' : 'backups.pin')}
              </Menu.Item>
            )}
            {rights.write && (
              <Menu.Item color="red" leftSection={<IconTrash size={18} aria-hidden />} onClick={() => setAsked(true)}>
                {t('backups.delete')}
              </Menu.Item>
            )}
          </MoreMenu>
        )}
      </Group>
      <Confirm opened={asked} title={t('backups.deleteTitle')} confirmLabel={t('backups.delete')} busy={remove.isPending} onConfirm={() => remove.mutate()} onClose={() => setAsked(false)}>
        {t('backups.deleteText', { when })}
      </Confirm>
    </ListRow>
  );
}

function Owner({ backup: { server_id: id, server_name: name } }: { backup: Backup }) {
  const { t } = useTranslation('servers');
  if (id !== null) {
    return (
      <Anchor component={Link} to={`/servers/${id}/backups`} translate="no">
        {name}
      </Anchor>
    );
  }
  return (
    <>
      <Text span translate="no">
        {name}
      </Text>
      <Badge color="gray" variant="light" tt="none">
        {t('house.goneServer')}
      </Badge>
    </>
  );
}
