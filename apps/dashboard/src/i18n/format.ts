import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { PSEUDO } from './languages.js';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;

const RELATIVE: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

export interface Formats {
  /** 12,345 */
  number: (value: number) => string;
  /** Bytes as people read them: 1.4 GB (powers of 1000, like the labels on disks). */
  bytes: (value: number) => string;
  /** A share from 0 to 1 as 42 %. */
  percent: (value: number) => string;
  /** Date and time in the reader's zone; takes an ISO string, epoch milliseconds or a Date. */
  dateTime: (value: string | number | Date) => string;
  /** Date only. */
  date: (value: string | number | Date) => string;
  /** "3 minutes ago", "in 2 hours". */
  relative: (value: string | number | Date) => string;
  /** Seconds as 1:02:03 or 4:05. */
  duration: (seconds: number) => string;
  /** "Mega Drive, NES and SNES" in the reader's language. */
  list: (values: readonly string[]) => string;
}

/** Formats of one language; everything goes through `Intl`. */
export function formatsFor(language: string): Formats {
  const locale = language === PSEUDO ? 'en' : language;
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const bytes = UNITS.map((unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short', maximumFractionDigits: 1 }));
  return {
    number: (value) => number.format(value),
    bytes: (value) => {
      const power = value < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3));
      return bytes[power]?.format(value / 1000 ** power) ?? number.format(value);
    },
    percent: (value) => percent.format(value),
    dateTime: (value) => dateTime.format(new Date(value)),
    date: (value) => date.format(new Date(value)),
    relative: (value) => {
      const seconds = (new Date(value).getTime() - Date.now()) / 1000;
      const [unit, size] = RELATIVE.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
      return relative.format(Math.round(seconds / size), unit);
    },
    duration: formatDuration,
    list: (values) => list.format(values),
  };
}

/** Seconds as `h:mm:ss`, without the hours when there are none. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** The formats of the language on screen. */
export function useFormat(): Formats {
  const { i18n } = useTranslation();
  return useMemo(() => formatsFor(i18n.language), [i18n.language]);
}
