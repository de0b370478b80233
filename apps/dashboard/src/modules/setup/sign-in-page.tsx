import { Alert, Button, Divider, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDocumentTitle } from '@mantine/hooks';
import { IconAlertCircle, IconLogin2 } from '@tabler/icons-react';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../api/problem.js';
import { heartbeatQuery, signIn } from '../../api/session.js';
import { useProblemText } from '../../components/states.js';
import { Front } from './front.js';

const route = getRouteApi('/sign-in');

/** A failed sign-in in words that fit the form. */
function useSignInText(): (error: unknown) => string {
  const { t } = useTranslation(['setup', 'common']);
  const other = useProblemText();
  return (error) => {
    if (!(error instanceof ApiProblem)) return other(error);
    if (error.status === 401) return t(error.detail.startsWith('Disabled') ? 'signIn.disabled' : 'signIn.wrong');
    if (error.status === 429) return t('signIn.tooMany');
    return other(error);
  };
}

/** User name and password, or the identity provider when there is one. */
export function SignInPage() {
  const { t } = useTranslation(['setup', 'common']);
  useDocumentTitle(t('common:documentTitle', { page: t('signIn.title') }));
  const { data: heartbeat } = useSuspenseQuery(heartbeatQuery);
  const { OIDC, FRONTEND } = heartbeat;
  return (
    <Front>
      <Stack>
        <Title order={1} size="h2" ta="center">
          {t('signIn.title')}
        </Title>
        {!FRONTEND.DISABLE_USERPASS_LOGIN && <PasswordForm />}
        {OIDC.ENABLED && !FRONTEND.DISABLE_USERPASS_LOGIN && <Divider label={t('signIn.or')} />}
        {OIDC.ENABLED && (
          <Button component="a" href="/api/login/openid" variant="default" size="md" leftSection={<IconLogin2 size={20} aria-hidden />}>
            {t('signIn.with', { provider: OIDC.PROVIDER === '' ? 'OpenID' : OIDC.PROVIDER })}
          </Button>
        )}
      </Stack>
    </Front>
  );
}

function PasswordForm() {
  const { t } = useTranslation(['setup', 'common']);
  const text = useSignInText();
  const client = useQueryClient();
  const router = useRouter();
  const { next } = route.useSearch();
  const form = useForm({ initialValues: { username: '', password: '' } });
  const enter = useMutation({
    mutationFn: (values: typeof form.values) => signIn(client, values.username.trim(), values.password),
    onSuccess: () => router.navigate({ href: next ?? '/', replace: true }),
    onError: () => form.setFieldValue('password', ''),
  });
  return (
    <form onSubmit={form.onSubmit((values) => enter.mutate(values))}>
      <Stack>
        {enter.isError && (
          <Alert color="red" variant="light" icon={<IconAlertCircle size={20} aria-hidden />} role="alert">
            {text(enter.error)}
          </Alert>
        )}
        <TextInput label={t('common:account.username')} autoComplete="username" autoCapitalize="none" spellCheck={false} required withAsterisk={false} size="md" {...form.getInputProps('username')} />
        <PasswordInput
          label={t('common:account.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          size="md"
          visibilityToggleButtonProps={{ 'aria-label': t('common:account.showPassword') }}
          {...form.getInputProps('password')}
        />
        <Button type="submit" size="md" loading={enter.isPending}>
          {t('signIn.submit')}
        </Button>
        <Text size="sm" c="dimmed" ta="center">
          {t('signIn.forgot')}
        </Text>
      </Stack>
    </form>
  );
}
