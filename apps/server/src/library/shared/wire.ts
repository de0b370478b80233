import { z } from 'zod';

/** A moment as RomM writes it: UTC with an explicit `+00:00`, fraction only when there is one (library-api spec §1.5). */
export function wireTime(moment: Date): string {
  const iso = moment.toISOString();
  return iso.endsWith('.000Z') ? `${iso.slice(0, -5)}+00:00` : `${iso.slice(0, -1)}000+00:00`;
}

/** {@link wireTime} of a moment that may be missing. */
export const wireTimeOrNull = (moment: Date | null): string | null => (moment === null ? null : wireTime(moment));

/** A UTC timestamp in an answer. */
export const timestamp = z.string().meta({ format: 'date-time' });

/** `a < b` by Unicode code points, the same on every host and database. */
export const byCodePoint = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

export const sorted = (values: readonly string[]): string[] => [...values].sort(byCodePoint);
