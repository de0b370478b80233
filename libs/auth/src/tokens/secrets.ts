import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** Letters that can't be taken for one another when read aloud or off a small screen (library-api spec §5.1). */
export const CODE_ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** The form in which secrets are stored: SHA-256 in lowercase hex. The secrets are random, so a slow hash would add nothing. */
export const sha256 = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A random secret of `bytes` bytes in lowercase hex. */
export const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex');

/** A random code of 8 letters from {@link CODE_ALPHABET}. */
export const randomCode = (length = 8): string => Array.from({ length }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('');

/** A code as typed by a person, without dashes and spaces, in capitals. */
export const normalCode = (typed: string): string => typed.replaceAll(/[-\s]/gu, '').toUpperCase();

/** RomM's prefix of client API tokens. */
export const CLIENT_TOKEN_PREFIX = 'rmm_';

/** A new client API token: `rmm_` and 64 hex digits (library-api spec §5.1). */
export const newClientToken = (): string => CLIENT_TOKEN_PREFIX + randomHex(32);

/** Compares two secrets in a time that tells neither their content nor their length. */
export const sameSecret = (a: string, b: string): boolean => timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
