import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { PSEUDO } from '../../../i18n/languages.js';

/** A moment to the second, as exchanges follow each other fast: `10:13:32`. */
export function useClock(): (at: string) => string {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(i18n.language === PSEUDO ? 'en' : i18n.language, { timeStyle: 'medium' });
    return (at) => format.format(new Date(at));
  }, [i18n.language]);
}
