const SPACE = 0x20;
const CHECKSUM_BYTES = 4;

/**
 * Unpacks an LZSS block of a PBO: a flag byte for eight items, each a literal or a two-byte reference (12 bits back, 4 bits
 * length less 3); references before the beginning mean blanks. A sum of the bytes stands at the end.
 *
 * @returns undefined when the data is cut off or the sum differs
 */
export function unpackLzss(packed: Buffer, size: number): Buffer | undefined {
  const out = Buffer.alloc(size);
  let at = 0;
  let written = 0;
  const end = packed.length - CHECKSUM_BYTES;
  while (written < size && at < end) {
    const flags = packed[at] ?? 0;
    at += 1;
    for (let bit = 0; bit < 8 && written < size; bit += 1) {
      if ((flags >> bit) & 1) {
        if (at >= end) return undefined;
        out[written] = packed[at] ?? 0;
        at += 1;
        written += 1;
        continue;
      }
      if (at + 1 >= end) return undefined;
      const [low, high] = [packed[at] ?? 0, packed[at + 1] ?? 0];
      at += 2;
      const from = written - (low | ((high & 0xf0) << 4));
      for (let n = 0; n < (high & 0x0f) + 3 && written < size; n += 1) {
        out[written] = from + n < 0 ? SPACE : (out[from + n] ?? SPACE);
        written += 1;
      }
    }
  }
  if (written < size) return undefined;
  let sum = 0;
  for (const byte of out) sum = (sum + byte) >>> 0;
  return sum === packed.readUInt32LE(packed.length - CHECKSUM_BYTES) ? out : undefined;
}
