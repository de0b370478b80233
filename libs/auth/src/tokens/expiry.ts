import { DomainError } from '@rumpus/errors';

const DAYS: Readonly<Record<string, number | null>> = { '30d': 30, '90d': 90, '1y': 365, never: null };

/**
 * When a token made now ends; null for never (library-api spec §5.1).
 * @throws DomainError with code `unprocessable` for any other word
 */
export const expiryOf = (word: string | null | undefined, now = Date.now()): Date | null => {
  const days = word == null ? null : DAYS[word];
  if (days === undefined) throw new DomainError('invalid', `Invalid expires_in value: ${String(word)}. Valid values: 30d, 90d, 1y, never`, { field: 'expires_in', code: 'unprocessable' });
  return days === null ? null : new Date(now + days * 86_400_000);
};
