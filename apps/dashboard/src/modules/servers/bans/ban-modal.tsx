import { Button, Group, Modal, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { data, serverKey, useChange } from '../api/data.js';
import { useDurations } from './durations.js';

/** What an identity is: a BattlEye GUID, a SteamID64 or an IPv4 address. */
function identityOf(text: string): { guid: string } | { steam_id: string } | { ip: string } | null {
  const value = text.trim().toLowerCase();
  if (/^[0-9a-f]{32}$/.test(value)) return { guid: value };
  if (/^7656119\d{10}$/.test(value)) return { steam_id: value };
  return /^(\d{1,3}\.){3}\d{1,3}$/.test(value) ? { ip: value } : null;
}

/** Bans somebody who is not on the server. */
export function BanModal({ opened, serverId, onClose }: { opened: boolean; serverId: number; onClose: () => void }) {
  const { t } = useTranslation(['servers', 'common']);
  const durations = useDurations();
  const form = useForm({
    initialValues: { identity: '', name: '', reason: '', minutes: '0', everywhere: false },
    validate: { identity: (value) => (identityOf(value) === null ? t('ban.identityRule') : null) },
  });
  const close = () => {
    form.reset();
    onClose();
  };
  const ban = useChange({
    run: ({ identity, name, reason, minutes, everywhere }: typeof form.values) =>
      data(
        api.POST('/api/servers/{id}/bans', {
          params: { path: { id: serverId } },
          body: { ...identityOf(identity), reason: reason.trim(), duration_minutes: Number(minutes), scope: everywhere ? 'all' : 'server', ...(name.trim() === '' ? {} : { name: name.trim() }) },
        }),
      ),
    renews: [serverKey(serverId, 'bans')],
    done: t('ban.done'),
    onDone: close,
  });
  return (
    <Modal opened={opened} onClose={close} title={t('bans.add')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <form noValidate onSubmit={form.onSubmit((values) => ban.mutate(values))}>
        <Stack>
          <TextInput label={t('ban.identity')} description={t('ban.identityHint')} required classNames={{ input: 'mono' }} spellCheck={false} data-autofocus {...form.getInputProps('identity')} />
          <TextInput label={t('ban.name')} maxLength={255} {...form.getInputProps('name')} />
          <TextInput label={t('playerModal.reason')} maxLength={128} {...form.getInputProps('reason')} />
          <Select label={t('ban.duration')} allowDeselect={false} data={durations} {...form.getInputProps('minutes')} />
          <Switch label={t('ban.everywhere')} {...form.getInputProps('everywhere', { type: 'checkbox' })} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('common:action.cancel')}
            </Button>
            <Button type="submit" color="red" loading={ban.isPending}>
              {t('players.ban')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
