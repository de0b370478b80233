import { Button, Modal, PasswordInput, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { useAccountRules } from '../../../components/account-rules.js';
import { Problem } from '../../../components/states.js';
import { notifyDone } from '../../../shell/notify.js';
import { usersQuery } from '../api.js';
import { RoleField } from './role-field.js';

const initialValues = { username: '', email: '', password: '', role: 'user' as 'user' | 'admin', must_change_password: true };

/** Makes an account with a password that the admin hands over. */
export function NewUserModal({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['people', 'common']);
  const client = useQueryClient();
  const { username, email, password } = useAccountRules();
  const form = useForm({ initialValues, validate: { username, email, password } });
  const close = () => {
    form.reset();
    create.reset();
    onClose();
  };
  const create = useMutation({
    mutationFn: (values: typeof initialValues) => body(api.POST('/api/users', { body: { ...values, username: values.username.trim(), email: values.email.trim() } })),
    onSuccess: async (user) => {
      await client.invalidateQueries({ queryKey: usersQuery.queryKey });
      notifyDone(t('users.created', { name: user.username }));
      close();
    },
  });
  return (
    <Modal opened={opened} onClose={close} title={t('users.add')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Stack>
          {create.isError && <Problem error={create.error} compact />}
          <TextInput label={t('common:account.username')} autoComplete="off" autoCapitalize="none" spellCheck={false} required data-autofocus {...form.getInputProps('username')} />
          <TextInput label={t('common:account.email')} type="email" autoComplete="off" {...form.getInputProps('email')} />
          <PasswordInput label={t('common:account.password')} autoComplete="new-password" required visibilityToggleButtonProps={{ 'aria-label': t('common:account.showPassword') }} {...form.getInputProps('password')} />
          <RoleField {...form.getInputProps('role')} />
          <Switch label={t('users.mustChange')} description={t('users.mustChangeHint')} {...form.getInputProps('must_change_password', { type: 'checkbox' })} />
          <Button type="submit" loading={create.isPending}>
            {t('users.create')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
