import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Values 0 to 31 of the printed card number: no I, O, Q and V. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPRSTUWXYZ';
/** The public key of the printed number: ASCII text with every byte doubled, because DES ignores the lowest bit (core spec 5). */
const KEY = Buffer.from("?I'llB2c.YouXXXeMeHaYpy!", 'ascii').map((byte) => byte * 2);
const GROUPS = 16;

/** A card number that was mistyped, or an id that has no number. */
export class CardError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CardError';
  }
}

/** 1 for the magnetic and ISO 15693 passes, 2 for FeliCa, undefined for an id that has no printed number. */
export function cardTypeOf(id: string): 1 | 2 | undefined {
  if (!/^[0-9A-Fa-f]{16}$/.test(id)) return undefined;
  if (/^e0/i.test(id)) return 1;
  return id.startsWith('01') ? 2 : undefined;
}

/**
 * The 16 characters printed on the card with this id.
 * @throws CardError when the id is not 16 hex digits or begins with neither `E0` nor `01`.
 */
export function encodeCardNumber(id: string): string {
  const type = cardTypeOf(id);
  if (type === undefined) throw new CardError('the card id has no card number');
  const cipher = createCipheriv('des-ede3-ecb', KEY, null).setAutoPadding(false);
  const bits = cipher.update(Buffer.from(id, 'hex').reverse()).readBigUInt64BE() << 1n;
  const groups: number[] = [];
  for (let i = 0; i < 13; i++) groups.push(Number((bits >> BigInt(60 - 5 * i)) & 31n));
  groups.push(1);
  groups[0] = (groups[0] as number) ^ type;
  for (let i = 1; i < 14; i++) groups[i] = (groups[i] as number) ^ (groups[i - 1] as number);
  groups.push(type);
  groups.push(checksum(groups));
  return groups.map((group) => ALPHABET.charAt(group)).join('');
}

/**
 * The id of the card with this printed number: 16 upper-case hex digits. Spaces and dashes are ignored, `I` reads 1 and `O` 0.
 * @throws CardError for a number that no card can have: wrong length, character, checksum or type.
 */
export function decodeCardNumber(number: string): string {
  const text = number.replaceAll(/[\s-]/g, '').toUpperCase().replaceAll('I', '1').replaceAll('O', '0');
  const groups = Array.from(text, (character) => ALPHABET.indexOf(character));
  if (groups.length !== GROUPS) throw new CardError('a card number has 16 characters');
  if (groups.includes(-1)) throw new CardError('a card number has no such character');
  const type = groups[14] as number;
  if (type !== 1 && type !== 2) throw new CardError('the card number is of no known type');
  if (groups[15] !== checksum(groups.slice(0, 15))) throw new CardError('the card number is mistyped');
  for (let i = 13; i > 0; i--) groups[i] = (groups[i] as number) ^ (groups[i - 1] as number);
  groups[0] = (groups[0] as number) ^ type;
  let bits = 0n;
  for (const group of groups.slice(0, 13)) bits = (bits << 5n) | BigInt(group);
  const block = Buffer.alloc(8);
  block.writeBigUInt64BE((bits >> 1n) & 0xffff_ffff_ffff_ffffn);
  const decipher = createDecipheriv('des-ede3-ecb', KEY, null).setAutoPadding(false);
  const id = decipher.update(block).reverse().toString('hex').toUpperCase();
  if (cardTypeOf(id) !== type) throw new CardError('the card number is mistyped');
  return id;
}

/** `XXXX XXXX XXXX XXXX`; sixteen question marks for an id without a number. */
export function displayCardNumber(id: string): string {
  const number = cardTypeOf(id) === undefined ? '?'.repeat(GROUPS) : encodeCardNumber(id);
  return (number.match(/.{4}/g) ?? []).join(' ');
}

/** Sum of values times 1, 2, 3 in turn, folded below 32. */
function checksum(groups: readonly number[]): number {
  let sum = groups.reduce((total, group, i) => total + group * ((i % 3) + 1), 0);
  while (sum >= 32) sum = (sum % 32) + Math.floor(sum / 32);
  return sum;
}
