import { NodeError } from './errors.js';
import { BIG_RANGES, INTEGER_RANGES, type ValueType } from './types.js';

/** One element as a decoder gives it. */
export type ScalarValue = number | bigint | boolean | string | Uint8Array;
/** What a node holds; `null` is the value of `void`. */
export type NodeValue = ScalarValue | readonly ScalarValue[] | null;
/** What a constructor takes: 64-bit values also as safe integers, addresses also as dotted text. */
export type NodeInput = NodeValue;

/**
 * Brings a value into the form a node of this type holds.
 * @throws NodeError when the value is none of the type: out of range, a list for a scalar, a tuple of the wrong length.
 */
export function checkValue(type: ValueType, isArray: boolean, value: NodeInput): NodeValue {
  if (type.element === 'void') {
    if (value !== null || isArray) throw new NodeError('a void node has no value');
    return null;
  }
  if (!isArray && type.count <= 1) return checkScalar(type, value);
  if (type.count === 0) throw new NodeError(`${type.name} cannot be an array`);
  if (!Array.isArray(value)) throw new NodeError(`${type.name} needs a list of values`);
  const list = value as readonly NodeInput[];
  if (isArray ? list.length % type.count !== 0 : list.length !== type.count) throw new NodeError(`${type.name} needs ${type.count} values`);
  return list.map((item) => checkScalar(type, item));
}

function checkScalar(type: ValueType, value: NodeInput): ScalarValue {
  switch (type.element) {
    case 's64':
    case 'u64':
      return checkBig(type, value);
    case 'f32':
    case 'f64':
      if (typeof value !== 'number') break;
      return type.element === 'f32' ? Math.fround(value) : value;
    case 'bool':
      if (typeof value !== 'boolean') break;
      return value;
    case 'str':
      if (typeof value !== 'string' || value.includes('\0')) break;
      return value;
    case 'bin':
      if (!(value instanceof Uint8Array)) break;
      return value;
    case 'ip4':
      return checkAddress(value);
    case 'void':
      break;
    default: {
      const [low, high] = INTEGER_RANGES[type.element] as readonly [number, number];
      if (typeof value !== 'number' || !Number.isInteger(value) || value < low || value > high) break;
      return value;
    }
  }
  throw new NodeError(`${describe(value)} is no ${type.name}`);
}

function checkBig(type: ValueType, value: NodeInput): bigint {
  const big = typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
  const [low, high] = BIG_RANGES[type.element] as readonly [bigint, bigint];
  if (typeof big !== 'bigint' || big < low || big > high) throw new NodeError(`${describe(value)} is no ${type.name}`);
  return big;
}

function checkAddress(value: NodeInput): Uint8Array {
  if (value instanceof Uint8Array && value.length === 4) return value;
  const bytes = typeof value === 'string' ? parseIpv4(value) : undefined;
  if (bytes === undefined) throw new NodeError(`${describe(value)} is no ip4`);
  return bytes;
}

const describe = (value: NodeInput): string => (typeof value === 'object' ? 'that' : `"${String(value)}"`);

/** The four bytes of a dotted IPv4 address, or undefined. */
export function parseIpv4(text: string): Uint8Array | undefined {
  const parts = text.trim().split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return Uint8Array.from(parts, Number);
}

/** Four bytes as a dotted address. */
export const formatIpv4 = (bytes: Uint8Array): string => bytes.join('.');
