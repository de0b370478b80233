import { z } from 'zod';

/** Text or number as text; empty and null are undefined. Providers change their mind about ids and numbers (music-proxy spec §4.1). */
export const text = z.unknown().optional().transform((value): string | undefined => {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
});

/** A positive number, also when it comes as text; anything else is unknown. */
export const positive = z.unknown().optional().transform((value): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined;
});

/** An id that must be there and be safe in a URL. */
export const id = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((value) => /^[A-Za-z0-9._~-]{1,200}$/.test(value) && !/^\.+$/.test(value), 'not an id');

/** Text that must be there. */
export const required = text.refine((value): value is string => value !== undefined, 'missing').transform((value) => value ?? '');

/** The items that fit; one broken item does not spoil a list. Absent is an empty list. */
export function listOf<S extends z.ZodType>(schema: S) {
  return z.unknown().optional().transform((value): z.output<S>[] => {
    if (!Array.isArray(value)) return [];
    return value.flatMap((item) => {
      const parsed = schema.safeParse(item);
      return parsed.success ? [parsed.data] : [];
    });
  });
}

/** The object if it fits, else undefined: for parts that may be absent or broken. */
export function maybe<S extends z.ZodType>(schema: S) {
  return z.unknown().optional().transform((value): z.output<S> | undefined => {
    const parsed = schema.safeParse(value);
    return parsed.success ? parsed.data : undefined;
  });
}

/** The year of a date text. */
export function yearOf(date: string | undefined): number | undefined {
  const year = Number(/^\d{4}/.exec(date ?? '')?.[0]);
  return year > 1000 ? year : undefined;
}
