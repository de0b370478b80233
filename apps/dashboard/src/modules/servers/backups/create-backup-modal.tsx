import { Button, Group, Modal, PasswordInput, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { data, useChange } from '../api/data.js';
import { backupsKey } from './api.js';

/** What goes into a backup beside what always does. */
export function CreateBackupModal({ serverId, opened, onClose }: { serverId: number; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['servers', 'common']);
  const form = useForm({
    initialValues: { note: '', missions: true, passphrase: '' },
    validate: { passphrase: (value) => (value === '' || value.length >= 8 ? null : t('backups.passphraseRule')) },
  });
  const close = () => {
    form.reset();
    onClose();
  };
  const make = useChange({
    run: ({ note, missions, passphrase }: typeof form.values) => data(api.POST('/api/servers/{id}/backups', { params: { path: { id: serverId } }, body: { note: note.trim(), include_missions: missions, ...(passphrase === '' ? {} : { passphrase }) } })),
    renews: [backupsKey(serverId)],
    done: t('backups.begun'),
    onDone: close,
  });
  return (
    <Modal opened={opened} onClose={close} title={t('backups.create')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <form noValidate onSubmit={form.onSubmit((values) => make.mutate(values))}>
        <Stack>
          <TextInput label={t('backups.note')} maxLength={255} data-autofocus {...form.getInputProps('note')} />
          <Switch label={t('backups.missions')} {...form.getInputProps('missions', { type: 'checkbox' })} />
          <PasswordInput label={t('backups.passphrase')} description={t('backups.passphraseHint')} autoComplete="new-password" visibilityToggleButtonProps={{ 'aria-label': t('create.showPassword') }} {...form.getInputProps('passphrase')} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('common:action.cancel')}
            </Button>
            <Button type="submit" loading={make.isPending}>
              {t('backups.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
