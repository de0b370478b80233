/** The character mask of The★BishiBashi (bishi spec 5.3): hex text, at least seven bytes, highest byte first. */

const ALL_CHARACTERS = '3ffffffffffff';
const MIN_BYTES = 7;

/** Players of other series get characters: the byte counted from the low end, and its bits. */
export const REWARDS: readonly { series: string; byte: number; bits: number }[] = [
  { series: 'iidx', byte: 1, bits: 0x10 },
  { series: 'pnm', byte: 1, bits: 0x60 },
  { series: 'jubeat', byte: 2, bits: 0x02 },
  { series: 'ddr', byte: 6, bits: 0x03 },
];

/**
 * The mask to send for a stored one; undefined when the stored text is no hex number, which is then sent as it stands.
 * Forced characters come back with the next save and are the player's for good: the server cannot tell them apart.
 */
export function characterMask(stored: string, seriesPlayed: ReadonlySet<string>, force: boolean): string | undefined {
  if (force) return ALL_CHARACTERS;
  if (!/^[0-9a-fA-F]*$/.test(stored)) return undefined;
  const even = stored.length % 2 === 0 ? stored : `0${stored}`;
  const bytes = Buffer.from(even.padStart(MIN_BYTES * 2, '0'), 'hex');
  for (const { series, byte, bits } of REWARDS) {
    const at = bytes.length - 1 - byte;
    if (seriesPlayed.has(series)) bytes[at] = (bytes[at] ?? 0) | bits;
  }
  return bytes.toString('hex');
}
