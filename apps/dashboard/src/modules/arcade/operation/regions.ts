import { useTranslation } from 'react-i18next';
import { PSEUDO } from '../../../i18n/languages.js';

/** Prefectures 1 to 47 in the order of JIS X 0401 (core spec 3.8). */
const PREFECTURES = [
  'Hokkaido', 'Aomori', 'Iwate', 'Miyagi', 'Akita', 'Yamagata', 'Fukushima', 'Ibaraki', 'Tochigi', 'Gunma', 'Saitama', 'Chiba', 'Tokyo', 'Kanagawa', 'Niigata', 'Toyama', 'Ishikawa', 'Fukui', 'Yamanashi', 'Nagano', 'Gifu',
  'Shizuoka', 'Aichi', 'Mie', 'Shiga', 'Kyoto', 'Osaka', 'Hyogo', 'Nara', 'Wakayama', 'Tottori', 'Shimane', 'Okayama', 'Hiroshima', 'Yamaguchi', 'Tokushima', 'Kagawa', 'Ehime', 'Kochi', 'Fukuoka', 'Saga', 'Nagasaki',
  'Kumamoto', 'Oita', 'Miyazaki', 'Kagoshima', 'Okinawa',
] as const;
/** Countries from 48 on. */
const COUNTRIES = ['HK', 'KR', 'TW', 'TH', 'ID', 'SG', 'PH', 'MO', 'US'] as const;
const EUROPE = 1000;
const OTHER = 2000;

/** Every region an arcade can be in, grouped, with the names of the reader's language. */
export function useRegions(): { group: string; items: { value: string; label: string }[] }[] {
  const { t, i18n } = useTranslation('arcade');
  const countries = new Intl.DisplayNames([i18n.language === PSEUDO ? 'en' : i18n.language], { type: 'region' });
  return [
    {
      group: t('region.elsewhere'),
      items: [
        ...COUNTRIES.map((code, index) => ({ value: String(48 + index), label: countries.of(code) ?? code })),
        { value: String(EUROPE), label: t('region.europe') },
        { value: String(OTHER), label: t('region.other') },
      ],
    },
    { group: t('region.japan'), items: PREFECTURES.map((label, index) => ({ value: String(index + 1), label })) },
  ];
}
