import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A field for the digits of a PIN; browsers are not to remember them. */
export function PinInput({ digits = 4, ...rest }: PasswordInputProps & { digits?: number }) {
  const { t } = useTranslation();
  return <PasswordInput inputMode="numeric" maxLength={digits} autoComplete="off" visibilityToggleButtonProps={{ 'aria-label': t('account.showPassword') }} {...rest} />;
}
