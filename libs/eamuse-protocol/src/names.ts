import { NodeError, ProtocolError } from './errors.js';

const ALPHABET = '0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const NOT_A_CODE = 0xff;
const CODES = new Uint8Array(256).fill(NOT_A_CODE);
for (let code = 0; code < ALPHABET.length; code++) CODES[ALPHABET.charCodeAt(code)] = code;

/** Longest name the packed form may have when we write it: the reference reads no longer one. */
export const MAX_PACKED_NAME = 36;
/** Longest raw name, in bytes of the document's encoding. */
export const MAX_RAW_NAME = 4096;

/** Names come from the network, so the caches are bounded: one slot per hash, the newest name wins. */
const SLOTS = 8192;
const slotBytes: (Uint8Array | undefined)[] = Array.from({ length: SLOTS });
const slotNames: string[] = Array.from({ length: SLOTS }, () => '');
const packedNames = new Map<string, Uint8Array>();

/** Whether a name can be packed: letters of the alphabet only, at most 36 of them. */
export const isPackable = (name: string): boolean => name.length <= MAX_PACKED_NAME && isName(name);

/** Whether a node may have this name: letters of the six-bit alphabet only, at least one, and not longer than a raw name can be. */
export function isName(name: string): boolean {
  if (name.length === 0 || name.length > MAX_RAW_NAME) return false;
  for (let at = 0; at < name.length; at++) if (codeOf(name, at) === NOT_A_CODE) return false;
  return true;
}

function codeOf(name: string, at: number): number {
  const unit = name.charCodeAt(at);
  return unit > 0xff ? NOT_A_CODE : (CODES[unit] as number);
}

/**
 * A name as one length byte and six-bit codes.
 * @throws NodeError when the name is longer than 36 characters or holds one outside the alphabet.
 */
export function packName(name: string): Uint8Array {
  const known = packedNames.get(name);
  if (known !== undefined) return known;
  if (!isPackable(name)) throw new NodeError('the name cannot be packed');
  const packed = new Uint8Array(1 + packedLength(name.length));
  packed[0] = name.length;
  let bit = 8;
  for (let at = 0; at < name.length; at++, bit += 6) {
    const code = codeOf(name, at) << (10 - (bit & 7));
    const byte = bit >> 3;
    packed[byte] = (packed[byte] as number) | (code >> 8);
    if (byte + 1 < packed.length) packed[byte + 1] = code & 0xff;
  }
  if (packedNames.size >= SLOTS) packedNames.clear();
  packedNames.set(name, packed);
  return packed;
}

/** Bytes that `count` six-bit codes take, without the length byte. */
export const packedLength = (count: number): number => (count * 6 + 7) >> 3;

/**
 * Reads the packed name whose length byte is at `at`; the caller skips `1 + packedLength(bytes[at])` bytes.
 * @throws ProtocolError `truncated`.
 */
export function unpackName(bytes: Uint8Array, at: number, end: number): string {
  const count = bytes[at] as number;
  const size = 1 + packedLength(count);
  if (at + size > end) throw new ProtocolError('truncated', 'a name ends outside the node section');
  let hash = 0x811c9dc5;
  for (let i = at; i < at + size; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  const slot = ((hash >>> 13) ^ hash) & (SLOTS - 1);
  const known = slotBytes[slot];
  if (known !== undefined && sameBytes(known, bytes, at, size)) return slotNames[slot] as string;
  const name = unpack(bytes, at + 1, count);
  slotBytes[slot] = Uint8Array.prototype.slice.call(bytes, at, at + size);
  slotNames[slot] = name;
  return name;
}

function sameBytes(known: Uint8Array, bytes: Uint8Array, at: number, size: number): boolean {
  if (known.length !== size) return false;
  for (let i = 0; i < size; i++) if (known[i] !== bytes[at + i]) return false;
  return true;
}

function unpack(bytes: Uint8Array, at: number, count: number): string {
  let name = '';
  let bits = 0;
  let held = 0;
  for (let i = 0; i < count; i++) {
    if (held < 6) {
      bits = (bits << 8) | (bytes[at++] as number);
      held += 8;
    }
    held -= 6;
    name += ALPHABET.charAt((bits >> held) & 63);
    bits &= (1 << held) - 1;
  }
  return name;
}

/**
 * The length prefix of a raw name of `length` bytes.
 * @throws NodeError for an empty name or one above 4096 bytes.
 */
export function rawNamePrefix(length: number): readonly number[] {
  if (length < 1 || length > MAX_RAW_NAME) throw new NodeError('the name has no raw form');
  if (length <= 64) return [length + 0x3f];
  const wide = length + 0x7fbf;
  return [wide >> 8, wide & 0xff];
}
