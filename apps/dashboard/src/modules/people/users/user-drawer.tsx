import { Button, Divider, Drawer, PasswordInput, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { useMe } from '../../../api/session.js';
import type { User } from '../../../api/types.js';
import { useAccountRules } from '../../../components/account-rules.js';
import { Confirm } from '../../../components/confirm.js';
import { Problem } from '../../../components/states.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { groupsQuery, putPermissions, updateUser, type ExtraScope, userPermissionsQuery, usersQuery } from '../api.js';
import { RoleField } from './role-field.js';
import { UserHelp } from './user-help.js';
import { ExtraScopes } from '../groups/extra-scopes.js';

/** One account: role, group, extra rights, password, off and on, removal. */
export function UserDrawer({ user, onClose }: { user: User | null; onClose: () => void }) {
  const { t } = useTranslation('common');
  return (
    <Drawer opened={user !== null} onClose={onClose} position="right" size="md" title={<span translate="no">{user?.username}</span>} closeButtonProps={{ 'aria-label': t('action.close') }}>
      {user !== null && (
        <Stack gap="xl">
          <AccountForm key={`a${user.id}`} user={user} />
          {user.role !== 'admin' && <Rights key={`r${user.id}`} user={user} />}
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
  const initialValues = { email: user.email ?? '', role: user.role, enabled: user.enabled, password: '' };
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
          <PasswordInput
            label={t('users.newPassword')}
            description={t('users.newPasswordHint')}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('common:account.showPassword') }}
            {...form.getInputProps('password')}
          />
        )}
        <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
          {t('common:action.save')}
        </Button>
      </Stack>
    </form>
  );
}

/** The group and the rights beside it; each change is saved at once. */
function Rights({ user }: { user: User }) {
  const { t } = useTranslation('people');
  const client = useQueryClient();
  const { data: groups } = useQuery(groupsQuery);
  const permissions = useQuery(userPermissionsQuery(user.id));
  const change = useMutation({
    mutationFn: (changes: Parameters<typeof putPermissions>[1]) => putPermissions(user.id, changes),
    onSuccess: async (answer) => {
      client.setQueryData(userPermissionsQuery(user.id).queryKey, answer);
      await client.invalidateQueries({ queryKey: usersQuery.queryKey, exact: true });
    },
    onError: notifyProblem,
  });
  if (permissions.isError) return <Problem error={permissions.error} onRetry={() => void permissions.refetch()} />;
  if (permissions.data === undefined || groups === undefined) return null;
  const standard = groups.find((group) => group.is_default);
  return (
    <Stack>
      <Divider label={t('rights.title')} labelPosition="left" />
      <Select
        label={t('users.group')}
        description={t('rights.groupHint')}
        allowDeselect={false}
        disabled={change.isPending}
        data={groups.map((group) => ({ value: String(group.id), label: group.name }))}
        value={String(permissions.data.permission_group_id ?? standard?.id ?? '')}
        onChange={(id) => id !== null && change.mutate({ set_group: true, permission_group_id: Number(id) })}
        translate="no"
      />
      <ExtraScopes value={permissions.data.extra_scopes} disabled={change.isPending} onChange={(scopes) => change.mutate({ extra_scopes: scopes as ExtraScope[] })} />
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
