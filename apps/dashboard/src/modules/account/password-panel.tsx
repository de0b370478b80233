import { Alert, Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, asForm } from '../../api/client.js';
import { signIn, useMe } from '../../api/session.js';
import { useAccountRules } from '../../components/account-rules.js';
import { Panel } from '../../components/page.js';
import { useProblemText } from '../../components/states.js';
import { notifyDone } from '../../shell/notify.js';

/** Changes the own password. The server ends the session with it (library-api spec §4.4), so a new one is opened at once. */
export function PasswordPanel() {
  const { t } = useTranslation(['account', 'common']);
  const text = useProblemText();
  const me = useMe();
  const client = useQueryClient();
  const rules = useAccountRules();
  const form = useForm({
    initialValues: { password: '', repeat: '' },
    validate: { password: rules.password, repeat: rules.repeat },
  });
  const change = useMutation({
    mutationFn: async ({ password }: { password: string }) => {
      await api.PUT('/api/users/{id}', { params: { path: { id: me.id } }, body: { password }, bodySerializer: asForm });
      await signIn(client, me.username, password);
    },
    onSuccess: () => {
      form.reset();
      notifyDone(t('password.changed'));
    },
  });
  const toggle = { 'aria-label': t('common:account.showPassword') };
  return (
    <Panel title={t('password.title')}>
      <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Stack>
          {change.isError && (
            <Alert color="red" variant="light" icon={<IconAlertCircle size={20} aria-hidden />} role="alert">
              {text(change.error)}
            </Alert>
          )}
          <input type="text" autoComplete="username" value={me.username} readOnly hidden />
          <PasswordInput label={t('password.new')} autoComplete="new-password" required visibilityToggleButtonProps={toggle} {...form.getInputProps('password')} />
          <PasswordInput label={t('password.repeat')} autoComplete="new-password" required visibilityToggleButtonProps={toggle} {...form.getInputProps('repeat')} />
          <Button type="submit" loading={change.isPending}>
            {t('password.submit')}
          </Button>
        </Stack>
      </form>
    </Panel>
  );
}
