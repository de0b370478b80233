/** What a stored document may hold: JSON, plus byte strings and 64-bit integers (core spec 9.1). */
export type DocValue = null | boolean | number | bigint | string | Uint8Array | readonly DocValue[] | { readonly [key: string]: DocValue };

const BYTES_TAG = '__bytes__';
const BIGINT_TAG = '__bigint__';

/** A document as the database keeps it: byte strings as `["__bytes__", 1, 2]`, large integers as `["__bigint__", "…"]`. */
export function encodeDocument(value: DocValue): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'bigint') return [BIGINT_TAG, inner.toString()];
    // Buffers bring a toJSON of their own, so both forms must be caught.
    if (inner instanceof Uint8Array) return [BYTES_TAG, ...inner];
    return isBufferJson(inner) ? [BYTES_TAG, ...inner.data] : inner;
  });
}

const isBufferJson = (value: unknown): value is { data: number[] } =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value && Array.isArray(value.data);

/** The document a column held; an empty one for null and for text that is no JSON object. */
export function decodeDocument(text: string | null | undefined): Record<string, DocValue> {
  if (text === null || text === undefined || text === '') return {};
  const value: unknown = text.includes('"__b') ? JSON.parse(text, revive) : JSON.parse(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, DocValue>) : {};
}

function revive(_: string, value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  if (value[0] === BYTES_TAG) return Uint8Array.from(value.slice(1) as number[]);
  return value[0] === BIGINT_TAG && typeof value[1] === 'string' ? BigInt(value[1]) : value;
}

const isInt = (value: unknown): value is number | bigint => typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));

/**
 * Typed access to a document (core spec 9.2). A getter gives its default when the key is missing, null or of another type; a setter
 * given `undefined` or the wrong type leaves the old value. Numbers and truth are never mixed.
 */
export class Doc {
  constructor(readonly values: Record<string, DocValue> = {}) {}

  has(key: string): boolean {
    return this.values[key] !== undefined && this.values[key] !== null;
  }

  int(key: string, fallback = 0): number {
    const value = this.values[key];
    return isInt(value) ? Number(value) : fallback;
  }

  optionalInt(key: string): number | undefined {
    const value = this.values[key];
    return isInt(value) ? Number(value) : undefined;
  }

  bigint(key: string, fallback = 0n): bigint {
    const value = this.values[key];
    return isInt(value) ? BigInt(value) : fallback;
  }

  float(key: string, fallback = 0): number {
    const value = this.values[key];
    return typeof value === 'number' ? value : fallback;
  }

  bool(key: string, fallback = false): boolean {
    const value = this.values[key];
    return typeof value === 'boolean' ? value : fallback;
  }

  str(key: string, fallback = ''): string {
    const value = this.values[key];
    return typeof value === 'string' ? value : fallback;
  }

  bytes(key: string): Uint8Array {
    const value = this.values[key];
    return value instanceof Uint8Array ? value : new Uint8Array();
  }

  /** Exactly `length` integers, or the default: `fallback` repeated, or that list. */
  ints(key: string, length: number, fallback: number | readonly number[] = 0): readonly number[] {
    const value = this.values[key];
    if (Array.isArray(value) && value.length === length && value.every(isInt)) return value.map(Number);
    return typeof fallback === 'number' ? Array.from({ length }, () => fallback) : fallback;
  }

  /** A list of byte strings; empty when it is none. */
  bytesList(key: string): readonly Uint8Array[] {
    const value = this.values[key];
    return Array.isArray(value) && value.every((item) => item instanceof Uint8Array) ? value : [];
  }

  list(key: string): readonly DocValue[] {
    const value = this.values[key];
    return Array.isArray(value) ? (value as readonly DocValue[]) : [];
  }

  /** A copy of a document inside this one: put it back with `setDoc` when it was changed. */
  doc(key: string): Doc {
    const value = this.values[key];
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
    return new Doc(isObject ? { ...(value as Record<string, DocValue>) } : {});
  }

  setInt(key: string, value: number | bigint | undefined): this {
    if (isInt(value)) this.values[key] = value;
    return this;
  }

  setBool(key: string, value: boolean | undefined): this {
    if (typeof value === 'boolean') this.values[key] = value;
    return this;
  }

  setStr(key: string, value: string | undefined): this {
    if (typeof value === 'string') this.values[key] = value;
    return this;
  }

  /** Kept only when there are exactly `length` integers. */
  setInts(key: string, length: number, value: readonly number[] | undefined): this {
    if (value !== undefined && value.length === length && value.every(isInt)) this.values[key] = [...value];
    return this;
  }

  setDoc(key: string, value: Doc): this {
    this.values[key] = value.values;
    return this;
  }

  set(key: string, value: DocValue): this {
    this.values[key] = value;
    return this;
  }

  /** A deep copy. */
  clone(): Doc {
    return new Doc(structuredClone(this.values));
  }
}
