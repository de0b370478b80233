import { Alert, Button, Checkbox, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { useFormat } from '../../../i18n/format.js';
import { data, serverKey, useChange } from '../api/data.js';
import type { ServerSummary } from '../api/types.js';
import { Dialog } from '../parts/dialog.js';
import { isResting } from '../parts/lifecycle.js';
import { ALL_BACKUPS_KEY, PARTS, type Backup, type RestorePart } from './api.js';

/** What of a backup is put back; how it was before is kept in a backup of its own. */
export function RestoreModal({ server, backup, onClose }: { server: ServerSummary; backup: Backup | null; onClose: () => void }) {
  const { t } = useTranslation('servers');
  return (
    <Dialog opened={backup !== null} onClose={onClose} title={t('restore.title')}>
      {backup !== null && <Form key={backup.id} server={server} backup={backup} onClose={onClose} />}
    </Dialog>
  );
}

function Form({ server, backup, onClose }: { server: ServerSummary; backup: Backup; onClose: () => void }) {
  const { t } = useTranslation(['servers', 'common']);
  const format = useFormat();
  const offered = PARTS.filter((part) => part !== 'missions' || backup.include_missions);
  const [parts, setParts] = useState<readonly RestorePart[]>(offered);
  const [passphrase, setPassphrase] = useState('');
  const resting = isResting(server.status);
  const restore = useChange({
    run: () => data(api.POST('/api/servers/{id}/backups/{backup_id}/restore', { params: { path: { id: server.id, backup_id: backup.id } }, body: { parts: [...parts], ...(passphrase === '' ? {} : { passphrase }) } })),
    renews: [serverKey(server.id), ALL_BACKUPS_KEY],
    done: t('restore.begun'),
    onDone: onClose,
  });
  return (
    <Stack>
      <Text>{t('restore.text', { when: format.dateTime(backup.created_at) })}</Text>
      {!resting && (
        <Alert color="amber" variant="light" icon={<IconAlertTriangle size={20} aria-hidden />}>
          {t('restore.running')}
        </Alert>
      )}
      <Checkbox.Group label={t('restore.parts')} value={[...parts]} onChange={(chosen) => setParts(offered.filter((part) => chosen.includes(part)))}>
        <Stack gap={6} mt={6}>
          {offered.map((part) => (
            <Checkbox key={part} value={part} label={t(`restorePart.${part}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
      {backup.has_passphrase && <PasswordInput label={t('backups.passphrase')} description={t('restore.passphraseHint')} autoComplete="off" visibilityToggleButtonProps={{ 'aria-label': t('create.showPassword') }} value={passphrase} onChange={(event) => setPassphrase(event.currentTarget.value)} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common:action.cancel')}
        </Button>
        <Button color="red" loading={restore.isPending} disabled={!resting || parts.length === 0} onClick={() => restore.mutate()}>
          {t('backups.restore')}
        </Button>
      </Group>
    </Stack>
  );
}
