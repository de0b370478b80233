import { randomBytes, randomInt } from 'node:crypto';

/** 16 upper-case hex digits: what a game knows a player's profile by. */
export const newRefid = (): string => randomBytes(8).toString('hex').toUpperCase();
/** 32 upper-case hex digits. */
export const newSession = (): string => randomBytes(16).toString('hex').toUpperCase();
/** The eight-digit player number. */
export const newExtid = (): number => randomInt(10_000_000, 100_000_000);

/** `1234-5678`. */
export const formatExtid = (extid: number): string => {
  const digits = String(extid).padStart(8, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
};

/** The number of a text of the form `1234-5678`, or undefined. */
export const parseExtid = (text: string): number | undefined => (/^\d{4}-\d{4}$/.test(text) ? Number(text.replace('-', '')) : undefined);

/** Card ids, refids, sessions and PCBIDs compare without case: they are kept in upper case (core spec 9.4). */
export const canonical = (id: string): string => id.toUpperCase();

/** A card id as games send it: 16 hex digits. */
export const isCardId = (id: string): boolean => /^[0-9A-Fa-f]{16}$/.test(id);

/** The number that networks of BEMANI Utilities give the user of a card they only know from a peer (core spec 14.1). */
export const remoteUserId = (card: string): bigint => BigInt(`0x${card}`);
/** The card of such a number; undefined for the number of a local user. */
export const cardOfRemoteUser = (id: bigint): string | undefined => (id > 0xffff_ffffn ? id.toString(16).toUpperCase().padStart(16, '0') : undefined);

/** A PCBID in upper case, or undefined when the text is none: 1 to 20 hex digits (core spec 9.3). */
export const parsePcbid = (text: string): string | undefined => (/^[0-9A-Fa-f]{1,20}$/.test(text) ? text.toUpperCase() : undefined);
