import { Select, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { data, serverKey, SERVERS_KEY, useChange } from '../api/data.js';
import { ALL_BANS_KEY } from '../api/queries.js';
import { EVERYWHERE, placeOf, usePlaces } from '../house/server-select.js';
import { Dialog } from '../parts/dialog.js';
import { FormFoot } from '../parts/form-foot.js';
import { useRights } from '../parts/rights.js';
import { useDurations } from './durations.js';

/** What an identity is: a BattlEye GUID, a SteamID64 or an IPv4 address. */
function identityOf(text: string): { guid: string } | { steam_id: string } | { ip: string } | null {
  const value = text.trim().toLowerCase();
  if (/^[0-9a-f]{32}$/.test(value)) return { guid: value };
  if (/^7656119\d{10}$/.test(value)) return { steam_id: value };
  return /^(\d{1,3}\.){3}\d{1,3}$/.test(value) ? { ip: value } : null;
}

/** Bans somebody who is not on a server. @param serverId the server it is about; without one it is asked for */
export function BanModal({ opened, serverId, onClose }: { opened: boolean; serverId?: number; onClose: () => void }) {
  const { t } = useTranslation('servers');
  const durations = useDurations();
  const house = useRights();
  const places = usePlaces();
  const form = useForm({
    initialValues: { identity: '', name: '', reason: '', minutes: '0', everywhere: false, place: house.operate ? EVERYWHERE : '' },
    validate: { identity: (value) => (identityOf(value) === null ? t('ban.identityRule') : null), place: (value) => (serverId === undefined && value === '' ? t('bans.whereRule') : null) },
  });
  const close = () => {
    form.reset();
    onClose();
  };
  const ban = useChange({
    run: ({ identity, name, reason, minutes, everywhere, place }: typeof form.values) => {
      const body = { ...identityOf(identity), reason: reason.trim(), duration_minutes: Number(minutes), ...(name.trim() === '' ? {} : { name: name.trim() }) };
      const id = serverId ?? placeOf(place);
      if (id === null) return data(api.POST('/api/bans', { body }));
      return data(api.POST('/api/servers/{id}/bans', { params: { path: { id } }, body: { ...body, scope: everywhere ? 'all' : 'server' } }));
    },
    renews: [serverId === undefined ? SERVERS_KEY : serverKey(serverId, 'bans'), ALL_BANS_KEY],
    done: t('ban.done'),
    onDone: close,
  });
  return (
    <Dialog opened={opened} onClose={close} title={t('bans.add')}>
      <form noValidate onSubmit={form.onSubmit((values) => ban.mutate(values))}>
        <Stack>
          <TextInput label={t('ban.identity')} description={t('ban.identityHint')} required classNames={{ input: 'mono' }} spellCheck={false} data-autofocus {...form.getInputProps('identity')} />
          <TextInput label={t('ban.name')} maxLength={255} {...form.getInputProps('name')} />
          <TextInput label={t('playerModal.reason')} maxLength={128} {...form.getInputProps('reason')} />
          <Select label={t('ban.duration')} allowDeselect={false} data={durations} {...form.getInputProps('minutes')} />
          {serverId === undefined ? (
            <Select label={t('bans.where')} allowDeselect={false} searchable nothingFoundMessage={t('list.noHits')} data={places} {...form.getInputProps('place')} />
          ) : (
            <Switch label={t('ban.everywhere')} description={house.operate ? undefined : t('rights.needsAll')} disabled={!house.operate} {...form.getInputProps('everywhere', { type: 'checkbox' })} />
          )}
          <FormFoot busy={ban.isPending} label={t('players.ban')} color="red" onCancel={close} />
        </Stack>
      </form>
    </Dialog>
  );
}
