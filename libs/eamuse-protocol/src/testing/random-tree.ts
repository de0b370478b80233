import { Node } from '../node.js';
import { allTypes, BIG_RANGES, INTEGER_RANGES, type ValueType } from '../types.js';
import type { ScalarValue } from '../values.js';

/** A repeatable source of chance (mulberry32), so that a failing run can be run again. */
export function randomSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const NAME_LETTERS = '0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
/** Characters that Shift-JIS, EUC-JP and UTF-8 all have. */
const TEXT_LETTERS = 'abcXYZ 019<>&\'"\n\r\tあアｶ漢字日本語ー～－①Ω';
const TYPES = allTypes();

/** Builds trees of every type, with arrays, attributes and values beside children. */
export class RandomTree {
  constructor(private readonly random: () => number) {}

  int(below: number): number {
    return Math.floor(this.random() * below);
  }

  tree(depth = 0): Node {
    const type = TYPES[this.int(TYPES.length)] as ValueType;
    const isArray = type.count > 0 && this.int(4) === 0;
    const node = Node.create(this.word(), type.name, this.valueFor(type, isArray), isArray);
    for (let i = this.int(4); i > 0; i--) node.setAttribute(this.word(), this.text());
    if (depth < 4) for (let i = this.int(5); i > 0; i--) node.append(this.tree(depth + 1));
    return node;
  }

  private valueFor(type: ValueType, isArray: boolean): ScalarValue | ScalarValue[] | null {
    if (type.element === 'void') return null;
    if (!isArray && type.count <= 1) return this.scalar(type);
    const count = isArray ? this.int(6) * type.count : type.count;
    return Array.from({ length: count }, () => this.scalar(type));
  }

  private scalar(type: ValueType): ScalarValue {
    switch (type.element) {
      case 'str': return this.text();
      case 'bin': return Buffer.from(Array.from({ length: this.int(20) }, () => this.int(256)));
      case 'ip4': return Uint8Array.from({ length: 4 }, () => this.int(256));
      case 'bool': return this.int(2) === 1;
      case 'f32': return Math.fround((this.random() - 0.5) * 10 ** this.int(20));
      case 'f64': return (this.random() - 0.5) * 10 ** this.int(200);
      case 's64':
      case 'u64': {
        const [low, high] = BIG_RANGES[type.element] as readonly [bigint, bigint];
        return this.int(8) === 0 ? (this.int(2) === 0 ? low : high) : low + ((BigInt(this.int(2 ** 32)) << 31n) + BigInt(this.int(2 ** 31)));
      }
      default: {
        const [low, high] = INTEGER_RANGES[type.element] as readonly [number, number];
        return this.int(8) === 0 ? (this.int(2) === 0 ? low : high) : low + this.int(high - low + 1);
      }
    }
  }

  private word(): string {
    const length = 1 + this.int(this.int(10) === 0 ? 36 : 8);
    return Array.from({ length }, () => NAME_LETTERS.charAt(this.int(NAME_LETTERS.length))).join('');
  }

  private text(): string {
    return Array.from({ length: this.int(12) }, () => TEXT_LETTERS.charAt(this.int(TEXT_LETTERS.length))).join('');
  }
}
