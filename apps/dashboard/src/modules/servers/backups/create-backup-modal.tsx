import { PasswordInput, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { data, useChange } from '../api/data.js';
import { Dialog } from '../parts/dialog.js';
import { FormFoot } from '../parts/form-foot.js';
import { ALL_BACKUPS_KEY, backupsKey } from './api.js';

/** What goes into a backup beside what always does. */
export function CreateBackupModal({ serverId, opened, onClose }: { serverId: number; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('servers');
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
    renews: [backupsKey(serverId), ALL_BACKUPS_KEY],
    done: t('backups.begun'),
    onDone: close,
  });
  return (
    <Dialog opened={opened} onClose={close} title={t('backups.create')}>
      <form noValidate onSubmit={form.onSubmit((values) => make.mutate(values))}>
        <Stack>
          <TextInput label={t('backups.note')} maxLength={255} data-autofocus {...form.getInputProps('note')} />
          <Switch label={t('backups.missions')} {...form.getInputProps('missions', { type: 'checkbox' })} />
          <PasswordInput label={t('backups.passphrase')} description={t('backups.passphraseHint')} autoComplete="new-password" visibilityToggleButtonProps={{ 'aria-label': t('create.showPassword') }} {...form.getInputProps('passphrase')} />
          <FormFoot busy={make.isPending} label={t('backups.create')} onCancel={close} />
        </Stack>
      </form>
    </Dialog>
  );
}
