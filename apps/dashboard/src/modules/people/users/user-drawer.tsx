import { Button, Divider, Drawer, PasswordInput, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconHistory, IconKey, IconShieldCog, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { useMe } from '../../../api/session.js';
import type { User } from '../../../api/types.js';
import { useAccountRules } from '../../../components/account-rules.js';
import { Confirm } from '../../../components/confirm.js';
import { Problem } from '../../../components/states.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { updateUser, usersQuery } from '../api.js';
import { RoleField } from './role-field.js';
import { UserHelp } from './user-help.js';

/** One account: role, password, off and on, the way to its rights, removal. */
export function UserDrawer({ user, onClose }: { user: User | null; onClose: () => void }) {
  const { t } = useTranslation('common');
  return (
    <Drawer opened={user !== null} onClose={onClose} position="right" size="md" title={<span translate="no">{user?.username}</span>} closeButtonProps={{ 'aria-label': t('action.close') }}>
      {user !== null && (
        <Stack gap="xl">
          <AccountForm key={`a${user.id}`} user={user} />
          <RightsLink user={user} />
          <UserHelp key={`h${user.id}`} user={user} />
          <Removal user={user} onRemoved={onClose} />
        </Stack>
      )}
    </Drawer>
  );
}

function AccountForm({ user }: { user: User }) {
  const { t } = useTranslation(['people', 'common']);
  const client = useQueryClient();
  const rules = useAccountRules();
  const own = useMe().id === user.id;
  const initialValues = { email: user.email ?? '', role: user.role, enabled: user.enabled, must_change_password: user.must_change_password, password: '' };
  const form = useForm({ initialValues, validate: { email: rules.email, password: (value) => (value === '' ? null : rules.password(value)) } });
  const save = useMutation({
    mutationFn: ({ password, ...fields }: typeof initialValues) => updateUser(user.id, password === '' ? fields : { ...fields, password }),
    onSuccess: async (_answer, values) => {
      await client.invalidateQueries({ queryKey: usersQuery.queryKey });
      form.setInitialValues({ ...values, password: '' });
      form.setFieldValue('password', '');
      notifyDone(t('users.saved'));
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack>
        {save.isError && <Problem error={save.error} compact />}
        <TextInput label={t('common:account.email')} type="email" autoComplete="off" {...form.getInputProps('email')} />
        <RoleField disabled={own} {...form.getInputProps('role')} />
        <Switch label={t('users.allowed')} description={own ? t('users.ownHint') : t('users.allowedHint')} disabled={own} {...form.getInputProps('enabled', { type: 'checkbox' })} />
        {!own && (
          <>
            <PasswordInput
              label={t('users.newPassword')}
              description={t('users.newPasswordHint')}
              autoComplete="new-password"
              visibilityToggleButtonProps={{ 'aria-label': t('common:account.showPassword') }}
              {...form.getInputProps('password')}
            />
            <Switch label={t('users.mustChange')} description={t('users.mustChangeHint')} {...form.getInputProps('must_change_password', { type: 'checkbox' })} />
          </>
        )}
        <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
          {t('common:action.save')}
        </Button>
      </Stack>
    </form>
  );
}

/** The way to everything this person may do. */
function RightsLink({ user }: { user: User }) {
  const { t } = useTranslation('people');
  return (
    <Stack gap="xs">
      <Divider label={t('rights.title')} labelPosition="left" />
      <Button renderRoot={(props) => <Link to="/users/$userId" params={{ userId: String(user.id) }} {...props} />} variant="default" leftSection={<IconShieldCog size={18} aria-hidden />}>
        {t('rights.open')}
      </Button>
      <Button renderRoot={(props) => <Link to="/access" search={{ q: user.username }} {...props} />} variant="default" leftSection={<IconKey size={18} aria-hidden />}>
        {t('access.open')}
      </Button>
      <Button renderRoot={(props) => <Link to="/audit" search={{ actor: user.id }} {...props} />} variant="default" leftSection={<IconHistory size={18} aria-hidden />}>
        {t('audit.open')}
      </Button>
    </Stack>
  );
}

function Removal({ user, onRemoved }: { user: User; onRemoved: () => void }) {
  const { t } = useTranslation('people');
  const client = useQueryClient();
  const [asking, { open, close }] = useDisclosure();
  const own = useMe().id === user.id;
  const remove = useMutation({
    mutationFn: () => api.DELETE('/api/users/{id}', { params: { path: { id: user.id } } }),
    onSuccess: async () => {
      close();
      onRemoved();
      notifyDone(t('remove.done', { name: user.username }));
      await client.invalidateQueries({ queryKey: usersQuery.queryKey });
    },
    onError: notifyProblem,
  });
  if (own) return null;
  return (
    <Stack gap="xs">
      <Divider label={t('remove.title')} labelPosition="left" />
      <Text size="sm" c="dimmed">
        {t('remove.text')}
      </Text>
      <Button color="red" variant="light" leftSection={<IconTrash size={18} aria-hidden />} onClick={open}>
        {t('remove.button')}
      </Button>
      <Confirm opened={asking} title={t('remove.ask', { name: user.username })} confirmLabel={t('remove.button')} typeName={user.username} busy={remove.isPending} onConfirm={() => remove.mutate()} onClose={close}>
        {t('remove.text')}
      </Confirm>
    </Stack>
  );
}
