/**
 * Code page 932 and EUC-JP without tables of our own: Node's `TextDecoder` knows both, and what it makes of every pair of bytes is all that is
 * needed to read and write them (eamuse-protocol spec 4.2). A table is made when the first text needs it, in some milliseconds.
 */
export interface Charset {
  /** Never fails: a byte that starts no character becomes U+FFFD. */
  decode(bytes: Uint8Array, start: number, end: number): string;
  /** Never fails: a character without a code becomes `?`. */
  encode(text: string): Buffer;
}

const UNKNOWN = 0xfffd;
const QUESTION = 0x3f;
const HALF_WIDTH = 0xff61;
const FIRST_HALF_WIDTH = 0xa1;
const LAST_HALF_WIDTH = 0xdf;
const UNITS = 0x1_0000;
const LINE_END = 0x0a;
/** NEC's copies of IBM's characters are read, and written in IBM's place (spec 4.2). */
const NEC_COPIES: readonly number[] = [0xed, 0xee];
/** What the single bytes of the Japanese tables once showed: a yen sign and an overline. */
const OLD_SIGNS: Readonly<Record<number, number>> = { 0xa5: 0x5c, 0x203e: 0x7e };

/**
 * The UTF-16 unit of each pair of bytes, 0 where it means none, behind a lead byte of its own if there is one. All of them are decoded at
 * once, a line each.
 */
function unitsOf(label: string, leads: readonly number[], trails: readonly number[], before: readonly number[] = []): Uint16Array {
  const width = before.length + 3;
  const bytes = new Uint8Array(leads.length * trails.length * width);
  let at = 0;
  for (const lead of leads) {
    for (const trail of trails) {
      bytes.set(before, at);
      bytes[at + width - 3] = lead;
      bytes[at + width - 2] = trail;
      bytes[at + width - 1] = LINE_END;
      at += width;
    }
  }
  const units = new Uint16Array(UNITS);
  const lines = new TextDecoder(label).decode(bytes).split('\n');
  for (let i = 0; i < leads.length * trails.length; i++) {
    const line = lines[i] ?? '';
    const unit = line.length === 1 ? line.charCodeAt(0) : UNKNOWN;
    if (unit !== UNKNOWN) units[((leads[Math.floor(i / trails.length)] ?? 0) << 8) | (trails[i % trails.length] ?? 0)] = unit;
  }
  return units;
}

/** The pair of bytes that is written for each unit: the first that means it, outside of the leads that are read only. */
function codesOf(units: Uint16Array, leads: readonly number[], readOnly: readonly number[] = []): Uint16Array {
  const codes = new Uint16Array(UNITS);
  for (const lead of leads) {
    if (readOnly.includes(lead)) continue;
    for (let code = lead << 8; code < (lead + 1) << 8; code++) {
      const unit = units[code] ?? 0;
      if (unit !== 0 && codes[unit] === 0) codes[unit] = code;
    }
  }
  return codes;
}

const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);
const isHalfWidth = (byte: number): boolean => byte >= FIRST_HALF_WIDTH && byte <= LAST_HALF_WIDTH;
const halfWidthByte = (unit: number): number => (unit >= HALF_WIDTH && unit <= HALF_WIDTH + LAST_HALF_WIDTH - FIRST_HALF_WIDTH ? unit - HALF_WIDTH + FIRST_HALF_WIDTH : 0);

/** Reads ASCII as it is and the rest with `read`, which puts units and says how many bytes it took; no character takes fewer bytes than units. */
function decodeWith(bytes: Uint8Array, start: number, end: number, read: (at: number, units: Uint16Array, count: number) => number): string {
  const units = new Uint16Array(end - start);
  let count = 0;
  for (let at = start; at < end; count++) {
    const byte = bytes[at] ?? 0;
    // Most of a message is ASCII, which is the same in all of them.
    if (byte < 0x80) {
      units[count] = byte;
      at++;
    } else at += read(at, units, count);
  }
  return Buffer.from(units.buffer, 0, count * 2).toString('utf16le');
}

/** Writes each character with `write`, which puts its bytes, three at most, and gives the place behind them. */
function encodeWith(text: string, write: (unit: number, out: Buffer, at: number) => number): Buffer {
  const out = Buffer.allocUnsafe(text.length * 3);
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      out[at++] = unit;
      continue;
    }
    const isPair = (unit & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
    const meant = isPair ? UNKNOWN : (OLD_SIGNS[unit] ?? unit);
    if (isPair) i++;
    at = meant < 0x80 ? out.writeUInt8(meant, at) : write(meant, out, at);
  }
  return out.subarray(0, at);
}

const CP932_LEADS = [...range(0x81, 0x9f), ...range(0xe0, 0xfc)];

/** Code page 932: what is called Shift-JIS in practice. */
class CodePage932 implements Charset {
  /** By lead and trail byte. */
  private readonly units = unitsOf('shift_jis', CP932_LEADS, [...range(0x40, 0x7e), ...range(0x80, 0xfc)]);
  /** Lead and trail byte, by unit. */
  private readonly codes = codesOf(this.units, CP932_LEADS, NEC_COPIES);

  decode(bytes: Uint8Array, start: number, end: number): string {
    return decodeWith(bytes, start, end, (at, units, count) => {
      const lead = bytes[at] ?? 0;
      const single = lead <= 0x80 ? lead : isHalfWidth(lead) ? lead - FIRST_HALF_WIDTH + HALF_WIDTH : 0;
      const pair = single === 0 && at + 1 < end ? (this.units[(lead << 8) | (bytes[at + 1] ?? 0)] ?? 0) : 0;
      units[count] = lead === 0 ? 0 : single || pair || UNKNOWN;
      return pair === 0 ? 1 : 2;
    });
  }

  encode(text: string): Buffer {
    return encodeWith(text, (unit, out, at) => {
      const code = this.codes[unit] ?? 0;
      if (code !== 0) return out.writeUInt16BE(code, at);
      return out.writeUInt8(unit === 0x80 ? unit : halfWidthByte(unit) || QUESTION, at);
    });
  }
}

const HALF_WIDTH_LEAD = 0x8e;
const THIRD_SET_LEAD = 0x8f;
const EUC_BYTES = range(0xa1, 0xfe);

/** EUC-JP: two bytes for JIS X 0208, a lead of 8E for half-width katakana, one of 8F for the three bytes of JIS X 0212. */
class EucJp implements Charset {
  private readonly pairUnits = unitsOf('euc-jp', EUC_BYTES, EUC_BYTES);
  private readonly tripleUnits = unitsOf('euc-jp', EUC_BYTES, EUC_BYTES, [THIRD_SET_LEAD]);
  private readonly pairCodes = codesOf(this.pairUnits, EUC_BYTES);
  private readonly tripleCodes = codesOf(this.tripleUnits, EUC_BYTES);

  decode(bytes: Uint8Array, start: number, end: number): string {
    const codeAt = (at: number): number => (at + 1 < end ? ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0) : 0);
    return decodeWith(bytes, start, end, (at, units, count) => {
      const lead = bytes[at] ?? 0;
      const trail = at + 1 < end ? (bytes[at + 1] ?? 0) : 0;
      const third = lead === THIRD_SET_LEAD ? (this.tripleUnits[codeAt(at + 1)] ?? 0) : 0;
      const pair = lead === HALF_WIDTH_LEAD && isHalfWidth(trail) ? trail - FIRST_HALF_WIDTH + HALF_WIDTH : (this.pairUnits[codeAt(at)] ?? 0);
      units[count] = lead < 0x80 ? lead : third || pair || UNKNOWN;
      return lead < 0x80 ? 1 : third !== 0 ? 3 : pair !== 0 ? 2 : 1;
    });
  }

  encode(text: string): Buffer {
    return encodeWith(text, (unit, out, at) => {
      const pair = this.pairCodes[unit] ?? 0;
      if (pair !== 0) return out.writeUInt16BE(pair, at);
      const half = halfWidthByte(unit);
      if (half !== 0) return out.writeUInt8(half, out.writeUInt8(HALF_WIDTH_LEAD, at));
      const triple = this.tripleCodes[unit] ?? 0;
      return triple === 0 ? out.writeUInt8(QUESTION, at) : out.writeUInt16BE(triple, out.writeUInt8(THIRD_SET_LEAD, at));
    });
  }
}

let codePage932: CodePage932 | undefined;
let eucJp: EucJp | undefined;

/** The charset of a name; made once. */
export function japanese(name: 'shift-jis' | 'euc-jp'): Charset {
  if (name === 'shift-jis') return (codePage932 ??= new CodePage932());
  return (eucJp ??= new EucJp());
}
