import { Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { useMe } from '../../api/session.js';
import { useAccountRules } from '../../components/account-rules.js';
import { Panel } from '../../components/page.js';
import { Problem } from '../../components/states.js';
import { notifyDone } from '../../shell/notify.js';

/** Changes the own password; other sessions end with it. */
export function PasswordPanel() {
  const { t } = useTranslation(['account', 'common']);
  const me = useMe();
  const rules = useAccountRules();
  const form = useForm({ initialValues: { current: '', password: '', repeat: '' }, validate: { password: rules.password, repeat: rules.repeat } });
  const change = useMutation({
    mutationFn: ({ current, password }: typeof form.values) => api.POST('/api/users/me/password', { body: { current_password: current, new_password: password } }),
    onSuccess: () => {
      form.reset();
      notifyDone(t('password.changed'));
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.detail.startsWith('The current password')) form.setFieldError('current', t('password.wrong'));
    },
  });
  const toggle = { 'aria-label': t('common:account.showPassword') };
  return (
    <Panel title={t('password.title')}>
      <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Stack>
          {change.isError && form.errors['current'] === undefined && <Problem error={change.error} compact />}
          <input type="text" autoComplete="username" value={me.username} readOnly hidden />
          <PasswordInput label={t('password.current')} autoComplete="current-password" visibilityToggleButtonProps={toggle} {...form.getInputProps('current')} />
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
