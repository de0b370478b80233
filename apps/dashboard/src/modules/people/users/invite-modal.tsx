import { Button, Modal, Select, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CopyValue } from '../../../components/copy.js';
import { Problem } from '../../../components/states.js';
import { createInvite, invitesQuery } from '../api.js';
import { RoleField } from './role-field.js';

/** How long a link may wait, in seconds. */
const LIFETIMES = ['3600', '86400', '604800'] as const;

/** Makes a link with which somebody makes his own account. */
export function InviteModal({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['people', 'common']);
  const client = useQueryClient();
  const form = useForm({ initialValues: { role: 'user' as 'user' | 'admin', lifetime: '86400' } });
  const create = useMutation({ mutationFn: ({ role, lifetime }: typeof form.values) => createInvite(role, Number(lifetime)), onSuccess: () => client.invalidateQueries({ queryKey: invitesQuery.queryKey }) });

  const close = () => {
    create.reset();
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title={t('invite.title')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {create.data === undefined ? (
        <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
          <Stack>
            {create.isError && <Problem error={create.error} compact />}
            <RoleField {...form.getInputProps('role')} />
            <Select label={t('invite.lifetime')} allowDeselect={false} data={LIFETIMES.map((value) => ({ value, label: t(`invite.for.${value}`) }))} {...form.getInputProps('lifetime')} />
            <Button type="submit" loading={create.isPending}>
              {t('invite.create')}
            </Button>
          </Stack>
        </form>
      ) : (
        <Stack>
          <Text>{t('invite.ready')}</Text>
          <CopyValue value={create.data} name={t('invite.link')} />
          <Button onClick={close}>{t('common:action.close')}</Button>
        </Stack>
      )}
    </Modal>
  );
}
