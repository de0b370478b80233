import { useTranslation } from 'react-i18next';

const MINUTES = [60, 1_440, 10_080, 43_200, 0] as const;

/** How long a ban may last, for a select; values are minutes, 0 is for good. */
export function useDurations(): { value: string; label: string }[] {
  const { t } = useTranslation('servers');
  return MINUTES.map((value) => ({ value: String(value), label: t(`duration.${value}`) }));
}
