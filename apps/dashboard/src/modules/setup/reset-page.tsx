import { Alert, Button, PasswordInput, Stack, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { useAccountRules } from '../../components/account-rules.js';
import { Problem } from '../../components/states.js';
import { Front } from './front.js';

const route = getRouteApi('/reset-password');

/** Sets a new password with a reset link (library-api spec §3.6). */
export function ResetPage() {
  const { t } = useTranslation(['setup', 'common']);
  useDocumentTitle(t('common:documentTitle', { page: t('reset.title') }));
  const { token } = route.useSearch();
  const rules = useAccountRules();
  const form = useForm({ initialValues: { password: '', repeat: '' }, validate: { password: rules.password, repeat: rules.repeat } });
  const reset = useMutation({ mutationFn: ({ password }: typeof form.values) => api.POST('/api/reset-password', { body: { token: token ?? '', new_password: password } }) });
  const toggle = { 'aria-label': t('common:account.showPassword') };
  return (
    <Front>
      <Stack>
        <Title order={1} size="h2" ta="center">
          {t('reset.title')}
        </Title>
        {token === undefined && (
          <Alert color="amber" variant="light" role="alert">
            {t('reset.noToken')}
          </Alert>
        )}
        {reset.isSuccess && (
          <>
            <Alert color="felt" variant="light" role="status">
              {t('reset.done')}
            </Alert>
            <Button component={Link} to="/sign-in" size="md">
              {t('signIn.submit')}
            </Button>
          </>
        )}
        {token !== undefined && !reset.isSuccess && (
          <form onSubmit={form.onSubmit((values) => reset.mutate(values))}>
            <Stack>
              {reset.isError && <Problem error={reset.error} compact />}
              <PasswordInput label={t('reset.new')} autoComplete="new-password" required size="md" visibilityToggleButtonProps={toggle} {...form.getInputProps('password')} />
              <PasswordInput label={t('common:account.repeat')} autoComplete="new-password" required size="md" visibilityToggleButtonProps={toggle} {...form.getInputProps('repeat')} />
              <Button type="submit" size="md" loading={reset.isPending}>
                {t('reset.submit')}
              </Button>
            </Stack>
          </form>
        )}
      </Stack>
    </Front>
  );
}
