import { Alert, Button, Divider, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDocumentTitle } from '@mantine/hooks';
import { IconAlertCircle, IconLogin2 } from '@tabler/icons-react';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { houseQuery, signIn } from '../../api/session.js';
import { useProblemText } from '../../components/states.js';
import { notifyProblem } from '../../shell/notify.js';
import { Front } from './front.js';

const route = getRouteApi('/sign-in');

/** A failed sign-in in words that fit the form. */
function useSignInText(): (error: unknown) => string {
  const { t } = useTranslation(['setup', 'common']);
  const other = useProblemText();
  return (error) => {
    if (!(error instanceof ApiProblem)) return other(error);
    if (wantsCode(error)) return t('signIn.wrongCode');
    if (error.status === 401) return t(error.detail.startsWith('Disabled') ? 'signIn.disabled' : 'signIn.wrong');
    if (error.status === 429) return t('signIn.tooMany');
    return other(error);
  };
}

/** What can go wrong at the identity provider; the words the server sends the browser back with. */
const PROBLEMS = ['oidc_disabled', 'oidc_email_unverified', 'oidc_expired', 'oidc_no_email', 'oidc_no_registration', 'oidc_no_role', 'oidc_refused', 'oidc_unreachable'] as const;

/** User name and password, or the identity provider when there is one. */
export function SignInPage() {
  const { t } = useTranslation(['setup', 'common']);
  useDocumentTitle(t('common:documentTitle', { page: t('signIn.title') }));
  const { data: house } = useSuspenseQuery(houseQuery);
  const { oidc, password_sign_in: byPassword } = house;
  const { next, problem, stay } = route.useSearch();
  const provider = `/api/login/openid${next === undefined ? '' : `?next=${encodeURIComponent(next)}`}`;
  // Not after a sign-out and not after a failure: both would go round in circles.
  const goOn = oidc.enabled && oidc.autologin && problem === undefined && stay === undefined;
  useEffect(() => {
    if (goOn) window.location.replace(provider);
  }, [goOn, provider]);
  return (
    <Front>
      <Stack>
        <Title order={1} size="h2" ta="center">
          {t('signIn.title')}
        </Title>
        {problem !== undefined && (
          <Alert color="red" variant="light" icon={<IconAlertCircle size={20} aria-hidden />} role="alert">
            {t(`signIn.problem.${PROBLEMS.find((word) => word === problem) ?? 'oidc_refused'}`)}
          </Alert>
        )}
        {byPassword && <PasswordForm />}
        {oidc.enabled && byPassword && <Divider label={t('signIn.or')} />}
        {oidc.enabled && (
          <Button component="a" href={provider} variant="default" size="md" leftSection={<IconLogin2 size={20} aria-hidden />}>
            {t('signIn.with', { provider: oidc.provider === '' ? 'OpenID' : oidc.provider })}
          </Button>
        )}
      </Stack>
    </Front>
  );
}

/** True when the password was right and the second factor's code is what is missing or wrong. */
const wantsCode = (error: unknown): boolean => error instanceof ApiProblem && error.status === 401 && error.detail.toLowerCase().includes('second factor');

function PasswordForm() {
  const { t } = useTranslation(['setup', 'common']);
  const text = useSignInText();
  const client = useQueryClient();
  const router = useRouter();
  const { next } = route.useSearch();
  const [factor, setFactor] = useState(false);
  const form = useForm({ initialValues: { username: '', password: '', code: '' } });
  const enter = useMutation({
    mutationFn: ({ username, password, code }: typeof form.values) => signIn(client, username.trim(), password, factor ? code.trim() : undefined),
    onSuccess: () => router.navigate({ href: next ?? '/', replace: true }),
    onError: (error) => {
      if (wantsCode(error)) setFactor(true);
      else form.setFieldValue('password', '');
      form.setFieldValue('code', '');
    },
  });
  const firstAsk = factor && wantsCode(enter.error) && enter.variables?.code === '';
  return (
    <form onSubmit={form.onSubmit((values) => enter.mutate(values))}>
      <Stack>
        {enter.isError && !firstAsk && (
          <Alert color="red" variant="light" icon={<IconAlertCircle size={20} aria-hidden />} role="alert">
            {text(enter.error)}
          </Alert>
        )}
        <TextInput
          label={t('common:account.username')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          size="md"
          {...form.getInputProps('username')}
        />
        <PasswordInput
          label={t('common:account.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          size="md"
          visibilityToggleButtonProps={{ 'aria-label': t('common:account.showPassword') }}
          {...form.getInputProps('password')}
        />
        {factor && (
          <TextInput label={t('signIn.code')} description={t('signIn.codeHint')} inputMode="numeric" autoComplete="one-time-code" required withAsterisk={false} size="md" ref={focusOnce} {...form.getInputProps('code')} />
        )}
        <Button type="submit" size="md" loading={enter.isPending}>
          {t('signIn.submit')}
        </Button>
        <Forgot username={form.values.username} />
      </Stack>
    </form>
  );
}

/** Puts the cursor into a field as it appears. */
const focusOnce = (field: HTMLInputElement | null): void => {
  if (field !== null && field.value === '') field.focus();
};

/** Asks the server for a reset link. The answer is the same whether the account exists or not. */
function Forgot({ username }: { username: string }) {
  const { t } = useTranslation('setup');
  const ask = useMutation({ mutationFn: () => api.POST('/api/forgot-password', { body: { username: username.trim() } }), onError: notifyProblem });
  if (ask.isSuccess) {
    return (
      <Text size="sm" c="dimmed" ta="center" role="status">
        {t('signIn.asked')}
      </Text>
    );
  }
  return (
    <Button variant="subtle" size="sm" disabled={username.trim() === ''} loading={ask.isPending} onClick={() => ask.mutate()}>
      {t('signIn.forgot')}
    </Button>
  );
}
