import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { signIn } from '../../api/session.js';
import { useAccountRules } from '../../components/account-rules.js';
import { Problem } from '../../components/states.js';
import { Front } from './front.js';

const route = getRouteApi('/register');

/** Makes an account with an invitation (library-api spec §4.3). */
export function RegisterPage() {
  const { t } = useTranslation(['setup', 'common']);
  useDocumentTitle(t('common:documentTitle', { page: t('register.title') }));
  const { token } = route.useSearch();
  return (
    <Front>
      <Stack>
        <Title order={1} size="h2" ta="center">
          {t('register.title')}
        </Title>
        {token === undefined ? (
          <Alert color="amber" variant="light" role="alert">
            {t('register.noToken')}
          </Alert>
        ) : (
          <RegisterForm token={token} />
        )}
      </Stack>
    </Front>
  );
}

function RegisterForm({ token }: { token: string }) {
  const { t } = useTranslation(['setup', 'common']);
  const client = useQueryClient();
  const router = useRouter();
  const form = useForm({ initialValues: { username: '', email: '', password: '', repeat: '' }, validate: useAccountRules(), validateInputOnBlur: true });
  const register = useMutation({
    mutationFn: async ({ username, email, password }: typeof form.values) => {
      const name = username.trim();
      await api.POST('/api/users/register', { body: { username: name, email: email.trim(), password, token } });
      await signIn(client, name, password);
    },
    onSuccess: () => router.navigate({ to: '/', replace: true }),
  });
  const toggle = { 'aria-label': t('common:account.showPassword') };
  return (
    <form onSubmit={form.onSubmit((values) => register.mutate(values))}>
      <Stack>
        <Text c="dimmed" ta="center">
          {t('register.text')}
        </Text>
        {register.isError && <Problem error={register.error} compact />}
        <TextInput label={t('common:account.username')} autoComplete="username" autoCapitalize="none" spellCheck={false} required size="md" {...form.getInputProps('username')} />
        <TextInput label={t('common:account.email')} type="email" autoComplete="email" size="md" {...form.getInputProps('email')} />
        <PasswordInput label={t('common:account.password')} autoComplete="new-password" required size="md" visibilityToggleButtonProps={toggle} {...form.getInputProps('password')} />
        <PasswordInput label={t('common:account.repeat')} autoComplete="new-password" required size="md" visibilityToggleButtonProps={toggle} {...form.getInputProps('repeat')} />
        <Button type="submit" size="md" loading={register.isPending}>
          {t('register.submit')}
        </Button>
      </Stack>
    </form>
  );
}
