import { createHash } from 'node:crypto';

/**
 * The BattlEye GUID of a Steam account: MD5 over `BE` and the 64-bit id, little-endian, as 32 lower-case hex digits.
 * Lets an operator ban people who never joined.
 *
 * @param steamId a SteamID64 in decimal digits
 * @throws RangeError when it is no 64-bit number
 */
export function battleyeGuid(steamId: string): string {
  if (!/^\d{1,20}$/.test(steamId) || BigInt(steamId) >= 2n ** 64n) throw new RangeError('not a SteamID64');
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(steamId));
  return createHash('md5').update('BE').update(bytes).digest('hex');
}
