import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const ROLES = ['user', 'admin'] as const;

/** Member or administrator, each with what it means. */
export function RoleField({ value, onChange, disabled = false }: { value?: 'user' | 'admin'; onChange?: (value: 'user' | 'admin') => void; disabled?: boolean }) {
  const { t } = useTranslation(['people', 'common']);
  return (
    <Radio.Group label={t('users.role')} value={value ?? 'user'} onChange={(role) => onChange?.(role === 'admin' ? 'admin' : 'user')}>
      <Stack gap="xs" mt={6}>
        {ROLES.map((role) => (
          <Radio key={role} value={role} disabled={disabled} label={t(`common:role.${role}`)} description={t(`roleHint.${role}`)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
