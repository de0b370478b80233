import { Button, Modal, PasswordInput, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Problem } from '../../../components/states.js';
import { notifyDone } from '../../../shell/notify.js';
import { peersQuery, type Peer } from './api.js';

/** Address, token and use of another network. The token can be replaced but never read again. */
export function PeerModal({ peer, onClose }: { peer: Peer | 'new' | null; onClose: () => void }) {
  const { t } = useTranslation(['arcade', 'common']);
  return (
    <Modal opened={peer !== null} onClose={onClose} title={t(peer === 'new' ? 'peers.add' : 'peers.change')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {peer !== null && <Form peer={peer} onClose={onClose} />}
    </Modal>
  );
}

function Form({ peer, onClose }: { peer: Peer | 'new'; onClose: () => void }) {
  const { t } = useTranslation(['arcade', 'common']);
  const client = useQueryClient();
  const fresh = peer === 'new';
  const form = useForm({
    initialValues: fresh ? { uri: '', token: '', use_statistics: true, use_scores: true } : { uri: peer.uri, token: '', use_statistics: peer.use_statistics, use_scores: peer.use_scores },
    validate: {
      uri: (value) => (/^https?:\/\/\S+$/.test(value.trim()) && URL.canParse(value.trim()) ? null : t('peers.uriRule')),
      token: (value) => ((!fresh && value === '') || /^[!-~]{1,64}$/.test(value) ? null : t('peers.tokenRule')),
    },
  });
  const save = useMutation({
    mutationFn: async ({ token, ...rest }: typeof form.values): Promise<void> => {
      const fields = { ...rest, uri: rest.uri.trim() };
      if (fresh) await api.POST('/api/arcade/federation/servers', { body: { ...fields, token } });
      else await api.PATCH('/api/arcade/federation/servers/{id}', { params: { path: { id: peer.id } }, body: token === '' ? fields : { ...fields, token } });
    },
    onSuccess: async () => {
      onClose();
      notifyDone(t('peers.saved'));
      await client.invalidateQueries({ queryKey: peersQuery.queryKey });
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack>
        {save.isError && <Problem error={save.error} compact />}
        <TextInput data-autofocus label={t('peers.uri')} description={t('peers.uriHint')} required type="url" autoComplete="off" spellCheck={false} {...form.getInputProps('uri')} />
        <PasswordInput label={t('peers.token')} description={t(fresh ? 'peers.tokenHint' : 'peers.tokenKeep')} required={fresh} autoComplete="off" maxLength={64} visibilityToggleButtonProps={{ 'aria-label': t('common:account.showPassword') }} {...form.getInputProps('token')} />
        <Switch label={t('peers.scoresSwitch')} {...form.getInputProps('use_scores', { type: 'checkbox' })} />
        <Switch label={t('peers.statisticsSwitch')} {...form.getInputProps('use_statistics', { type: 'checkbox' })} />
        <Button type="submit" loading={save.isPending}>
          {t('common:action.save')}
        </Button>
      </Stack>
    </form>
  );
}
