import { ProtocolError } from './errors.js';

const MIN_MATCH = 3;
const MAX_MATCH = 18;
const MAX_DISTANCE = 4095;
const WINDOW = 4096;
const HASH_SIZE = 1 << 13;
/** Candidates looked at for one match: answers are small, latency matters more than ratio. */
const MAX_PROBES = 16;

const heads = new Int32Array(HASH_SIZE);
const chain = new Int32Array(WINDOW);

/** Bytes that `decompress` would write, found without writing any. */
function measure(input: Uint8Array, limit: number): number {
  let at = 0;
  let size = 0;
  while (at < input.length) {
    const flags = input[at++] as number;
    for (let bit = 0; bit < 8; bit++) {
      if ((flags & (1 << bit)) !== 0) {
        if (at >= input.length) throw new ProtocolError('truncated', 'compressed data ends inside a group');
        at++;
        size++;
        continue;
      }
      if (at + 1 >= input.length) throw new ProtocolError('truncated', 'compressed data ends inside a reference');
      const pair = ((input[at] as number) << 8) | (input[at + 1] as number);
      at += 2;
      if (pair >> 4 === 0) return size;
      size += (pair & 15) + MIN_MATCH;
    }
    if (size > limit) throw new ProtocolError('limit', 'the message unpacks to more than is allowed');
  }
  return size;
}

/**
 * Unpacks the LZ77 variant of the protocol (spec 3). The output is measured first, so a bomb costs no memory.
 * @param limit largest output in bytes.
 * @throws ProtocolError `truncated` or `limit`.
 */
export function decompress(input: Uint8Array, limit: number = 8 << 20): Buffer {
  const size = measure(input, limit);
  if (size > limit) throw new ProtocolError('limit', 'the message unpacks to more than is allowed');
  const output = Buffer.allocUnsafe(size);
  let at = 0;
  let to = 0;
  while (at < input.length) {
    const flags = input[at++] as number;
    for (let bit = 0; bit < 8; bit++) {
      if ((flags & (1 << bit)) !== 0) {
        output[to++] = input[at++] as number;
        continue;
      }
      const pair = ((input[at] as number) << 8) | (input[at + 1] as number);
      at += 2;
      const distance = pair >> 4;
      if (distance === 0) return output;
      to = copy(output, to, distance, (pair & 15) + MIN_MATCH);
    }
  }
  return output;
}

/** Byte by byte: a reference may overlap itself. What lies before the first byte reads as zero. */
function copy(output: Buffer, to: number, distance: number, length: number): number {
  let from = to - distance;
  const end = to + length;
  while (to < end && from < 0) {
    output[to++] = 0;
    from++;
  }
  while (to < end) output[to++] = output[from++] as number;
  return to;
}

/** Fibonacci hash of the three bytes at `at`, 13 bits. */
const hashAt = (input: Uint8Array, at: number): number =>
  Math.imul((input[at] as number) | ((input[at + 1] as number) << 8) | ((input[at + 2] as number) << 16), 0x9e3779b1) >>> 19;

/** Packs with greedy matching over hash chains. The result always ends with the terminator. */
export function compress(input: Uint8Array): Buffer {
  const output = Buffer.allocUnsafe(Math.ceil((input.length * 9) / 8) + 4);
  heads.fill(-1);
  let to = 0;
  let flagAt = 0;
  let bit = 8;
  let at = 0;
  const lastStart = input.length - MIN_MATCH;
  const item = (literal: boolean): void => {
    if (bit === 8) {
      flagAt = to++;
      output[flagAt] = 0;
      bit = 0;
    }
    if (literal) output[flagAt] = (output[flagAt] as number) | (1 << bit);
    bit++;
  };
  while (at < input.length) {
    const match = at <= lastStart ? longestMatch(input, at) : 0;
    const length = match & 31;
    if (length < MIN_MATCH) {
      item(true);
      output[to++] = input[at] as number;
    } else {
      item(false);
      const distance = match >> 5;
      output[to++] = distance >> 4;
      output[to++] = ((distance & 15) << 4) | (length - MIN_MATCH);
    }
    const next = at + (length < MIN_MATCH ? 1 : length);
    for (; at < next; at++) if (at <= lastStart) remember(input, at);
  }
  item(false);
  output[to++] = 0;
  output[to++] = 0;
  return output.subarray(0, to);
}

function remember(input: Uint8Array, at: number): void {
  const hash = hashAt(input, at);
  chain[at & (WINDOW - 1)] = heads[hash] as number;
  heads[hash] = at;
}

/** The best match at `at`: `distance << 5 | length`, or 0. */
function longestMatch(input: Uint8Array, at: number): number {
  const most = Math.min(MAX_MATCH, input.length - at);
  let best = MIN_MATCH - 1;
  let distance = 0;
  let candidate = heads[hashAt(input, at)] as number;
  for (let probe = 0; probe < MAX_PROBES && candidate >= 0 && at - candidate <= MAX_DISTANCE; probe++) {
    if (input[candidate + best] === input[at + best]) {
      let length = 0;
      while (length < most && input[candidate + length] === input[at + length]) length++;
      if (length > best) {
        best = length;
        distance = at - candidate;
        if (length === most) break;
      }
    }
    const older = chain[candidate & (WINDOW - 1)] as number;
    if (older >= candidate) break;
    candidate = older;
  }
  return best < MIN_MATCH ? 0 : (distance << 5) | best;
}
