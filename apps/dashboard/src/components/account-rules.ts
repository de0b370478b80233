import { useTranslation } from 'react-i18next';

/** The rules for accounts (library-api spec §4.1), told before the server has to. Each gives the message, or null. */
export function useAccountRules() {
  const { t } = useTranslation();
  return {
    username: (value: string) => (/^[A-Za-z0-9_-]{3,255}$/.test(value.trim()) ? null : t('account.usernameRule')),
    email: (value: string) => (value.trim() === '' || /^[^@\s]+@[^@\s]+\.[^@\s]{2,}$/.test(value.trim()) ? null : t('account.emailRule')),
    password: (value: string) => (value.length >= 6 && value.length <= 255 ? null : t('account.passwordRule')),
    repeat: (value: string, values: { password: string }) => (value === values.password ? null : t('account.repeatRule')),
  };
}
