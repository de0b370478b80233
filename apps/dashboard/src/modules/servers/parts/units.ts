import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.js';

const MEBIBYTE = 1024 * 1024;

/** Readings of a server in words; what is not known is a dash. */
export function useUnits() {
  const { t, i18n } = useTranslation('servers');
  const kilobitsPerSecond = useMemo(() => new Intl.NumberFormat(i18n.language === 'en-XA' ? 'en' : i18n.language, { style: 'unit', unit: 'kilobit-per-second', unitDisplay: 'short' }), [i18n.language]);
  const format = useFormat();
  const known = (value: number | null, text: (value: number) => string): string => (value === null ? '–' : text(value));
  return {
    /** Percent of one core: 250 % is two and a half. */
    cpu: (value: number | null) => known(value, (percent) => format.percent(percent / 100)),
    memory: (mebibytes: number | null) => known(mebibytes, (value) => format.bytes(value * MEBIBYTE)),
    /** For axes, whose steps are megabytes. */
    megabytes: (value: number | null) => known(value, (megabytes) => format.bytes(megabytes * 1e6)),
    fps: (value: number | null) => known(value, (frames) => format.number(Math.round(frames))),
    players: (count: number, most: number) => t('figure.of', { count: format.number(count), most: format.number(most) }),
    network: (kilobits: number | null) => known(kilobits, (value) => kilobitsPerSecond.format(Math.round(value))),
  };
}
