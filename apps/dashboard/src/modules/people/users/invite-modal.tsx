import { Alert, Button, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconMailCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccountRules } from '../../../components/account-rules.js';
import { CopyValue } from '../../../components/copy.js';
import { Problem } from '../../../components/states.js';
import { createInvite, groupsQuery, invitesQuery } from '../api.js';
import { RoleField } from './role-field.js';

/** How long a link may wait, in seconds. */
const LIFETIMES = ['3600', '86400', '604800'] as const;

const initialValues = { role: 'user' as 'user' | 'admin', group: '', lifetime: '86400', email: '' };

/** Makes a link with which somebody makes his own account; the server mails it where it can. */
export function InviteModal({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['people', 'common']);
  const client = useQueryClient();
  const rules = useAccountRules();
  const { data: groups } = useQuery(groupsQuery);
  const { data: invites } = useQuery(invitesQuery);
  const form = useForm({ initialValues, validate: { email: rules.email } });
  const create = useMutation({
    mutationFn: ({ role, group, lifetime, email }: typeof initialValues) => createInvite({ role, seconds: Number(lifetime), email: email.trim(), group: group === '' ? null : Number(group) }),
    onSuccess: () => client.invalidateQueries({ queryKey: invitesQuery.queryKey }),
  });
  const close = () => {
    create.reset();
    form.reset();
    onClose();
  };
  const standard = groups?.find((one) => one.is_default);
  return (
    <Modal opened={opened} onClose={close} title={t('invite.title')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {create.data === undefined ? (
        <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
          <Stack>
            {create.isError && <Problem error={create.error} compact />}
            <RoleField {...form.getInputProps('role')} />
            {form.values.role === 'user' && groups !== undefined && (
              <Select
                label={t('users.group')}
                allowDeselect={false}
                data={groups.map((one) => ({ value: String(one.id), label: one.name }))}
                value={form.values.group === '' ? String(standard?.id ?? '') : form.values.group}
                onChange={(id) => form.setFieldValue('group', id === null || Number(id) === standard?.id ? '' : id)}
              />
            )}
            <Select label={t('invite.lifetime')} allowDeselect={false} data={LIFETIMES.map((value) => ({ value, label: t(`invite.for.${value}`) }))} {...form.getInputProps('lifetime')} />
            {invites?.mail_enabled === true && <TextInput type="email" label={t('invite.email')} description={t('invite.emailHint')} autoComplete="off" {...form.getInputProps('email')} />}
            <Button type="submit" loading={create.isPending}>
              {t('invite.create')}
            </Button>
          </Stack>
        </form>
      ) : (
        <Stack>
          {create.data.mailed && (
            <Alert color="felt" variant="light" icon={<IconMailCheck size={20} aria-hidden />} role="status">
              {t('invite.mailed')}
            </Alert>
          )}
          {!create.data.mailed && create.variables?.email.trim() !== '' && (
            <Alert color="amber" variant="light" role="alert">
              {t('invite.notMailed')}
            </Alert>
          )}
          <Text>{t('invite.ready')}</Text>
          <CopyValue value={create.data.link} name={t('invite.link')} />
          <Button onClick={close}>{t('common:action.close')}</Button>
        </Stack>
      )}
    </Modal>
  );
}
