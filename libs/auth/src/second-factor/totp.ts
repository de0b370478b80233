import { Secret, TOTP } from 'otpauth';

const PERIOD = 30;

const totp = (secret: string, label = '', issuer = 'Rumpus'): TOTP =>
  new TOTP({ issuer, label, algorithm: 'SHA1', digits: 6, period: PERIOD, secret: Secret.fromBase32(secret) });

/** A new secret of 160 bits, base32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** The `otpauth://` address an authenticator app reads from a QR code. */
export const totpUri = (secret: string, username: string): string => totp(secret, username).toString();

/**
 * The time step a code belongs to, or undefined for a wrong one. One step either way is allowed for clocks that differ. The
 * caller stores the step and refuses it and all earlier ones, so that a code works once (CVE-2025-69197).
 */
export const totpStep = (secret: string, code: string, now = Date.now()): number | undefined => {
  const digits = code.replaceAll(/\s/gu, '');
  if (!/^\d{6}$/u.test(digits)) return undefined;
  const delta = totp(secret).validate({ token: digits, timestamp: now, window: 1 });
  return delta === null ? undefined : Math.floor(now / 1000 / PERIOD) + delta;
};
