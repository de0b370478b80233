import { ArchiveError } from '@rumpus/storage';

/**
 * Deflate64 ("enhanced deflate", zip method 9): deflate with a 64 KiB window, two more distance codes, and a length code 285
 * that carries 16 extra bits. Neither zlib nor libarchive reads it.
 */
const WINDOW = 65_536;
const FLUSH = 32_768;
const MAX_BITS = 15;

const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 3];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 16];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12_289, 16_385, 24_577, 32_769,
  49_153,
];
const DISTANCE_EXTRA = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14];
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

interface HuffmanCode {
  counts: Uint16Array;
  symbols: Uint16Array;
}

/** Unpacks what `input` yields and hands it to `output` piece by piece; a piece is good until the call returns. */
export function inflate64(input: Iterator<Uint8Array>, output: (chunk: Uint8Array) => void): void {
  new Inflate64(input, output).run();
}

class Inflate64 {
  private chunk: Uint8Array = new Uint8Array();
  private at = 0;
  private bitBuffer = 0;
  private bitCount = 0;
  private readonly window = new Uint8Array(WINDOW);
  private written = 0;
  private flushed = 0;

  constructor(
    private readonly input: Iterator<Uint8Array>,
    private readonly output: (chunk: Uint8Array) => void,
  ) {}

  run(): void {
    let last: number;
    do {
      last = this.bits(1);
      const type = this.bits(2);
      if (type === 0) this.stored();
      else if (type === 1) this.compressed(FIXED_LENGTHS, FIXED_DISTANCES);
      else if (type === 2) this.dynamic();
      else throw damaged();
    } while (last === 0);
    this.flush();
  }

  private stored(): void {
    this.bitBuffer = 0;
    this.bitCount = 0;
    const size = this.byte() | (this.byte() << 8);
    const check = this.byte() | (this.byte() << 8);
    if (size !== (~check & 0xffff)) throw damaged();
    for (let i = 0; i < size; i++) this.put(this.byte());
  }

  private dynamic(): void {
    const lengthCount = this.bits(5) + 257;
    const distanceCount = this.bits(5) + 1;
    const codeCount = this.bits(4) + 4;
    const lengths = new Uint8Array(lengthCount + distanceCount);
    const codeLengths = new Uint8Array(19);
    for (let i = 0; i < codeCount; i++) codeLengths[CODE_LENGTH_ORDER[i] ?? 0] = this.bits(3);
    const code = build(codeLengths);
    for (let i = 0; i < lengths.length; ) {
      const symbol = this.symbol(code);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      const repeat = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
      if (i + repeat > lengths.length || (symbol === 16 && i === 0)) throw damaged();
      lengths.fill(symbol === 16 ? (lengths[i - 1] ?? 0) : 0, i, i + repeat);
      i += repeat;
    }
    this.compressed(build(lengths.subarray(0, lengthCount)), build(lengths.subarray(lengthCount)));
  }

  private compressed(lengths: HuffmanCode, distances: HuffmanCode): void {
    for (;;) {
      const symbol = this.symbol(lengths);
      if (symbol < 256) {
        this.put(symbol);
        continue;
      }
      if (symbol === 256) return;
      const length = this.withExtra(LENGTH_BASE, LENGTH_EXTRA, symbol - 257);
      const distance = this.withExtra(DISTANCE_BASE, DISTANCE_EXTRA, this.symbol(distances));
      if (distance > this.written) throw damaged();
      for (let i = 0; i < length; i++) this.put(this.window[(this.written - distance) & (WINDOW - 1)] ?? 0);
    }
  }

  private withExtra(base: readonly number[], extra: readonly number[], index: number): number {
    const value = base[index];
    if (value === undefined) throw damaged();
    return value + this.bits(extra[index] ?? 0);
  }

  private symbol(code: HuffmanCode): number {
    let bits = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= MAX_BITS; length++) {
      bits |= this.bits(1);
      const count = code.counts[length] ?? 0;
      if (bits - count < first) return code.symbols[index + (bits - first)] ?? 0;
      index += count;
      first = (first + count) << 1;
      bits <<= 1;
    }
    throw damaged();
  }

  private bits(count: number): number {
    while (this.bitCount < count) {
      this.bitBuffer |= this.byte() << this.bitCount;
      this.bitCount += 8;
    }
    const value = this.bitBuffer & ((1 << count) - 1);
    this.bitBuffer >>>= count;
    this.bitCount -= count;
    return value;
  }

  private byte(): number {
    while (this.at >= this.chunk.length) {
      const next = this.input.next();
      if (next.done) throw new ArchiveError('truncated', 'The packed content ends too early');
      this.chunk = next.value;
      this.at = 0;
    }
    return this.chunk[this.at++] ?? 0;
  }

  private put(byte: number): void {
    this.window[this.written & (WINDOW - 1)] = byte;
    this.written++;
    if (this.written - this.flushed === FLUSH) this.flush();
  }

  private flush(): void {
    const from = this.flushed & (WINDOW - 1);
    if (this.written > this.flushed) this.output(this.window.subarray(from, from + this.written - this.flushed));
    this.flushed = this.written;
  }
}

function build(lengths: Uint8Array): HuffmanCode {
  const counts = new Uint16Array(MAX_BITS + 1);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  counts[0] = 0;
  const offsets = new Uint16Array(MAX_BITS + 2);
  let left = 1;
  for (let length = 1; length <= MAX_BITS; length++) {
    left = left * 2 - (counts[length] ?? 0);
    if (left < 0) throw damaged();
    offsets[length + 1] = (offsets[length] ?? 0) + (counts[length] ?? 0);
  }
  const symbols = new Uint16Array(lengths.length);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    const at = offsets[length] ?? 0;
    symbols[at] = symbol;
    offsets[length] = at + 1;
  }
  return { counts, symbols };
}

const fixed = (sizes: readonly (readonly [count: number, length: number])[]): HuffmanCode =>
  build(Uint8Array.from(sizes.flatMap(([count, length]) => Array.from({ length: count }, () => length))));

const FIXED_LENGTHS = fixed([
  [144, 8],
  [112, 9],
  [24, 7],
  [8, 8],
]);
const FIXED_DISTANCES = fixed([[32, 5]]);

const damaged = (): ArchiveError => new ArchiveError('corrupt', 'The packed content is damaged');
