import { Alert, Button, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { meQuery, useMe } from '../../api/session.js';
import { useAccountRules } from '../../components/account-rules.js';
import { Problem } from '../../components/states.js';
import { useSignOut } from '../../shell/sign-out.js';
import { Front } from './front.js';

const route = getRouteApi('/new-password');

/** Asks for a password of one's own, where somebody else set the present one. Nothing else opens before. */
export function NewPasswordPage() {
  const { t } = useTranslation(['setup', 'common']);
  useDocumentTitle(t('common:documentTitle', { page: t('newPassword.title') }));
  const me = useMe();
  const client = useQueryClient();
  const router = useRouter();
  const { next } = route.useSearch();
  const rules = useAccountRules();
  const leave = useSignOut();
  const form = useForm({
    initialValues: { current: '', password: '', repeat: '' },
    validate: {
      current: (value) => (value === '' ? t('newPassword.currentRule') : null),
      password: (value, { current }) => rules.password(value) ?? (value === current ? t('newPassword.sameRule') : null),
      repeat: rules.repeat,
    },
  });
  const change = useMutation({
    mutationFn: ({ current, password }: typeof form.values) => api.POST('/api/users/me/password', { body: { current_password: current, new_password: password } }),
    onSuccess: async () => {
      client.removeQueries({ queryKey: ['me'] });
      await client.ensureQueryData(meQuery);
      await router.navigate({ href: next ?? '/', replace: true });
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.detail.startsWith('The current password')) form.setFieldError('current', t('newPassword.wrong'));
    },
  });
  const toggle = { 'aria-label': t('common:account.showPassword') };
  return (
    <Front>
      <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Stack>
          <Title order={1} size="h2" ta="center">
            {t('newPassword.title')}
          </Title>
          <Alert color="amber" variant="light">
            {t('newPassword.text')}
          </Alert>
          {change.isError && form.errors['current'] === undefined && <Problem error={change.error} compact />}
          <input type="text" autoComplete="username" value={me.username} readOnly hidden />
          <PasswordInput label={t('newPassword.current')} autoComplete="current-password" required withAsterisk={false} size="md" visibilityToggleButtonProps={toggle} {...form.getInputProps('current')} />
          <PasswordInput label={t('reset.new')} autoComplete="new-password" required withAsterisk={false} size="md" visibilityToggleButtonProps={toggle} {...form.getInputProps('password')} />
          <PasswordInput label={t('common:account.repeat')} autoComplete="new-password" required withAsterisk={false} size="md" visibilityToggleButtonProps={toggle} {...form.getInputProps('repeat')} />
          <Button type="submit" size="md" loading={change.isPending}>
            {t('reset.submit')}
          </Button>
          <Text size="sm" ta="center">
            <Button variant="subtle" size="sm" loading={leave.isPending} onClick={() => leave.mutate()}>
              {t('newPassword.leave')}
            </Button>
          </Text>
        </Stack>
      </form>
    </Front>
  );
}
