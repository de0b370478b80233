import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { houseQuery, signIn } from '../../api/session.js';
import { useAccountRules } from '../../components/account-rules.js';
import { useProblemText } from '../../components/states.js';
import { Step } from './step.js';

const initialValues = { code: '', username: '', email: '', password: '', repeat: '' };
type AccountForm = UseFormReturnType<typeof initialValues>;

/** The form of this step. It lives outside of it, so that a step back loses nothing that was typed. */
export function useAccountForm(): AccountForm {
  const { t } = useTranslation('setup');
  return useForm({ initialValues, validate: { ...useAccountRules(), code: (value) => (value.trim() === '' ? t('rule.code') : null) }, validateInputOnBlur: true });
}

/** Shows that the server is yours (the code from its log) and makes the first admin. */
export function AccountStep({ form, onNext }: { form: AccountForm; onNext: () => void }) {
  const { t } = useTranslation(['setup', 'common']);
  const other = useProblemText();
  const client = useQueryClient();
  const claim = useMutation({
    mutationFn: async (values: typeof initialValues) => {
      const username = values.username.trim();
      const body = { username, email: values.email.trim(), password: values.password, role: 'admin', claim_code: values.code.trim() };
      await api.POST('/api/users', { body });
      await signIn(client, username, values.password);
      await client.invalidateQueries({ queryKey: houseQuery.queryKey });
    },
    onSuccess: onNext,
    onError: (error) => {
      if (error instanceof ApiProblem && error.status === 403) {
        form.setFieldError('code', t('rule.codeWrong'));
        // The button that was pressed could not keep the focus while it waited.
        form.getInputNode('code')?.focus();
      }
      // Perhaps somebody was faster: then there is nothing left to claim, and the page gives way to the sign-in.
      void client.invalidateQueries({ queryKey: houseQuery.queryKey });
    },
  });
  const toFirstFault = (errors: typeof form.errors) => form.getInputNode(Object.keys(initialValues).find((name) => errors[name] !== undefined) ?? 'code')?.focus();
  const problem = claim.isError && form.errors['code'] === undefined ? other(claim.error) : null;
  return (
    <Step title={t('account.title')} text={t('account.text')}>
      <form noValidate onSubmit={form.onSubmit((values) => claim.mutate(values), toFirstFault)}>
        <Stack>
          {problem !== null && (
            <Alert color="red" variant="light" icon={<IconAlertCircle size={20} aria-hidden />} role="alert">
              {problem}
            </Alert>
          )}
          <TextInput label={t('field.code')} description={t('account.codeHint')} autoComplete="off" spellCheck={false} required size="md" {...form.getInputProps('code')} />
          <TextInput label={t('common:account.username')} autoComplete="username" autoCapitalize="none" spellCheck={false} required size="md" {...form.getInputProps('username')} />
          <TextInput label={t('common:account.email')} description={t('account.emailHint')} type="email" autoComplete="email" size="md" {...form.getInputProps('email')} />
          <PasswordInput
            label={t('common:account.password')}
            autoComplete="new-password"
            required
            size="md"
            visibilityToggleButtonProps={{ 'aria-label': t('common:account.showPassword') }}
            {...form.getInputProps('password')}
          />
          <PasswordInput
            label={t('common:account.repeat')}
            autoComplete="new-password"
            required
            size="md"
            visibilityToggleButtonProps={{ 'aria-label': t('common:account.showPassword') }}
            {...form.getInputProps('repeat')}
          />
          <Button type="submit" size="md" loading={claim.isPending}>
            {t('account.submit')}
          </Button>
        </Stack>
      </form>
    </Step>
  );
}
