import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** The days of the week from Monday on, in the reader's language; values as cron has them. */
export function useDays(): { value: string; label: string }[] {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const names = new Intl.DateTimeFormat(i18n.language === 'en-XA' ? 'en' : i18n.language, { weekday: 'short', timeZone: 'UTC' });
    // 4 January 1970 was a Sunday.
    return [1, 2, 3, 4, 5, 6, 0].map((day) => ({ value: String(day), label: names.format(new Date(Date.UTC(1970, 0, 4 + day))) }));
  }, [i18n.language]);
}
