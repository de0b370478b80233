import { ProtocolError } from './errors.js';
import { BIG_RANGES, INTEGER_RANGES, type ElementKind, type ValueType } from './types.js';
import { formatIpv4, parseIpv4, type NodeValue, type ScalarValue } from './values.js';

/** How values stand in plain XML, both ways (eamuse-protocol spec 5). */

const INTEGER = /^[+-]?\d{1,20}$/;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The value of a typed node whose text is `text`; `undefined` stands for "no text at all" and gives the type's empty value.
 * @throws ProtocolError `malformed` when the text is no value of the type.
 */
export function parseValue(type: ValueType, isArray: boolean, text: string | undefined, spend: (elements: number) => void): NodeValue {
  if (type.element === 'void') return null;
  if (type.element === 'str') return text ?? '';
  if (type.element === 'bin') return parseHex(text ?? '');
  const trimmed = (text ?? '').trim();
  if (!isArray && type.count === 1) return trimmed === '' && text === undefined ? emptyScalar(type.element) : parseScalar(type.element, trimmed);
  if (trimmed === '') return isArray ? [] : Array.from({ length: type.count }, () => emptyScalar(type.element));
  const parts = trimmed.split(/\s+/);
  spend(parts.length);
  if (isArray ? parts.length % type.count !== 0 : parts.length !== type.count) throw new ProtocolError('malformed', `wrong number of values for ${type.name}`);
  return parts.map((part) => parseScalar(type.element, part));
}

function emptyScalar(kind: ElementKind): ScalarValue {
  if (kind === 'bool') return false;
  if (kind === 's64' || kind === 'u64') return 0n;
  return kind === 'ip4' ? new Uint8Array(4) : 0;
}

function parseHex(text: string): Uint8Array {
  const digits = text.replaceAll(/\s+/g, '');
  if (digits.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(digits)) throw new ProtocolError('malformed', 'not hexadecimal');
  return Buffer.from(digits, 'hex');
}

function parseScalar(kind: ElementKind, text: string): ScalarValue {
  switch (kind) {
    case 'bool':
      return !(text === '0' || text.toLowerCase() === 'false');
    case 'f32':
    case 'f64':
      return parseFloatText(kind, text);
    case 'ip4': {
      const bytes = parseIpv4(text);
      if (bytes === undefined) throw new ProtocolError('malformed', 'not an IPv4 address');
      return bytes;
    }
    case 's64':
    case 'u64':
      return inBigRange(kind, text);
    default:
      return inRange(kind, text);
  }
}

function parseFloatText(kind: ElementKind, text: string): number {
  if (!DECIMAL.test(text) && !/^[+-]?(inf(inity)?|nan)$/i.test(text)) throw new ProtocolError('malformed', 'not a number');
  const number = /nan/i.test(text) ? Number.NaN : /inf/i.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text);
  return kind === 'f32' ? Math.fround(number) : number;
}

function inRange(kind: ElementKind, text: string): number {
  const [low, high] = INTEGER_RANGES[kind] ?? [1, 0];
  const number = INTEGER.test(text) ? Number(text) : Number.NaN;
  if (!(number >= low && number <= high)) throw new ProtocolError('malformed', `not a ${kind}`);
  return number;
}

function inBigRange(kind: ElementKind, text: string): bigint {
  const [low, high] = BIG_RANGES[kind] ?? [1n, 0n];
  const number = INTEGER.test(text) ? BigInt(text) : undefined;
  if (number === undefined || number < low || number > high) throw new ProtocolError('malformed', `not a ${kind}`);
  return number;
}

/** Kinds whose values read in XML as they do in JavaScript. */
const INTEGERS: ReadonlySet<ElementKind> = new Set(['s8', 'u8', 's16', 'u16', 's32', 'u32', 's64', 'u64']);

/** A value as XML text, not escaped. */
export function formatValue(type: ValueType, value: NodeValue): string {
  if (value === null) return '';
  if (type.element === 'bin') return Buffer.from(value as Uint8Array).toString('hex');
  if (Array.isArray(value)) return INTEGERS.has(type.element) ? value.join(' ') : (value as readonly ScalarValue[]).map((item) => formatScalar(type.element, item)).join(' ');
  return formatScalar(type.element, value as ScalarValue);
}

function formatScalar(kind: ElementKind, value: ScalarValue): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (value instanceof Uint8Array) return formatIpv4(value);
  if (typeof value !== 'number' || (kind !== 'f32' && kind !== 'f64')) return String(value);
  const text = kind === 'f32' ? shortestFloat(value) : String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** The shortest decimal that reads back as the same single. */
function shortestFloat(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(Number(value.toPrecision(9)));
}
