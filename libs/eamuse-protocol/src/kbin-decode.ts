import { ProtocolError } from './errors.js';
import { Budget, DEFAULT_LIMITS, type Limits } from './limits.js';
import { packedLength, unpackName } from './names.js';
import { Node } from './node.js';
import { decodeText, encodingOfByte, type EncodingName } from './text-encoding.js';
import { ARRAY_BIT, ATTRIBUTE_ID, typeById, type ValueType } from './types.js';
import type { NodeValue, ScalarValue } from './values.js';

/** What the header of a binary document says. */
export interface BinaryHeader {
  /** The encoding byte as it stands, so that an answer can carry the same. */
  encodingByte: number;
  encoding: EncodingName;
  /** Whether names are packed into six bits. */
  packedNames: boolean;
}

const MAGIC = 0xa0;
const END_OF_NODE = 0xbe;
const END_OF_DOCUMENT = 0xbf;

/** Whether bytes begin like a binary document: magic, a known content kind, and an encoding byte with its complement. */
export function isBinaryDocument(bytes: Uint8Array): boolean {
  if (bytes.length < 8 || bytes[0] !== MAGIC) return false;
  const kind = bytes[1] as number;
  const known = kind === 0x42 || kind === 0x43 || kind === 0x45 || kind === 0x46;
  return known && ((bytes[2] as number) ^ 0xff) === bytes[3];
}

/**
 * Reads a binary document (eamuse-protocol spec 4) in one pass.
 * @throws ProtocolError for anything that is none; nothing else is ever thrown.
 */
export function decodeBinary(bytes: Uint8Array, limits: Partial<Limits> = {}): { root: Node; header: BinaryHeader } {
  const all = { ...DEFAULT_LIMITS, ...limits };
  if (bytes.length > all.decodedBytes) throw new ProtocolError('limit', 'the document is too large');
  if (!isBinaryDocument(bytes)) throw new ProtocolError('malformed', 'not a binary document');
  const encodingByte = bytes[2] as number;
  const encoding = encodingOfByte(encodingByte);
  if (encoding === undefined) throw new ProtocolError('unsupported', 'unknown text encoding');
  const header = { encodingByte, encoding, packedNames: (bytes[1] as number) < 0x45 };
  return { root: new BinaryReader(bytes, header, new Budget(all)).document(), header };
}

/** Two read positions over one buffer: nodes and data, plus the two open slots of the data section (spec 4.6). */
class BinaryReader {
  private readonly buffer: Buffer;
  private readonly view: DataView;
  private readonly nodeEnd: number;
  private readonly dataStart: number;
  private readonly dataEnd: number;
  private at = 8;
  private data: number;
  /** Next free place of the open byte and short dwords, relative to the data section. */
  private byteSlot = 0;
  private shortSlot = 0;

  constructor(bytes: Uint8Array, private readonly header: BinaryHeader, private readonly budget: Budget) {
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const nodeBytes = this.view.getUint32(4);
    if (nodeBytes % 4 !== 0 || nodeBytes > bytes.length - 8) throw new ProtocolError('truncated', 'the node section ends outside the document');
    this.nodeEnd = 8 + nodeBytes;
    this.dataStart = Math.min(this.nodeEnd + 4, bytes.length);
    const dataBytes = bytes.length >= this.nodeEnd + 4 ? this.view.getUint32(this.nodeEnd) : 0;
    if (dataBytes % 4 !== 0 || dataBytes > bytes.length - this.dataStart) throw new ProtocolError('truncated', 'the data section ends outside the document');
    this.dataEnd = this.dataStart + dataBytes;
    this.data = this.dataStart;
  }

  document(): Node {
    const root = this.node(this.typeByte(), 1);
    if ((this.typeByte() | ARRAY_BIT) !== (END_OF_DOCUMENT | ARRAY_BIT)) throw new ProtocolError('malformed', 'more than one root');
    return root;
  }

  /** The next type byte; zero bytes between nodes are padding. */
  private typeByte(): number {
    while (this.at < this.nodeEnd) {
      const byte = this.buffer[this.at++] as number;
      if (byte !== 0) return byte;
    }
    throw new ProtocolError('truncated', 'the node section ends inside a node');
  }

  private node(typeByte: number, depth: number): Node {
    this.budget.spendNode();
    this.budget.enter(depth);
    const isArray = (typeByte & ARRAY_BIT) !== 0;
    const type = typeById(typeByte & ~ARRAY_BIT & 0xff);
    if (type === undefined) throw new ProtocolError('unsupported', 'unknown node type');
    const name = this.name();
    const node = Node.trusted(name, type, isArray, this.value(type, isArray));
    let children: Node[] | undefined;
    let attributes: string[] | undefined;
    for (;;) {
      const next = this.typeByte();
      if ((next | ARRAY_BIT) === (END_OF_NODE | ARRAY_BIT)) break;
      if (next === ATTRIBUTE_ID) {
        this.budget.spendNode();
        (attributes ??= []).push(this.name(), this.text());
      } else {
        (children ??= []).push(this.node(next, depth + 1));
      }
    }
    if (attributes !== undefined) node.attributeList = attributes;
    if (children !== undefined) node.children = children;
    return node;
  }

  private name(): string {
    if (this.at >= this.nodeEnd) throw new ProtocolError('truncated', 'a name is missing');
    if (!this.header.packedNames) return this.rawName();
    const name = unpackName(this.buffer, this.at, this.nodeEnd);
    this.at += 1 + packedLength(this.buffer[this.at] as number);
    if (name === '') throw new ProtocolError('malformed', 'a name is empty');
    return name;
  }

  private rawName(): string {
    const first = this.buffer[this.at] as number;
    if (first < 0x40) throw new ProtocolError('malformed', 'a name has no valid length');
    const wide = first >= 0x80;
    if (wide && this.at + 1 >= this.nodeEnd) throw new ProtocolError('truncated', 'a name is missing');
    const length = wide ? this.view.getUint16(this.at) - 0x7fbf : first - 0x3f;
    const start = this.at + (wide ? 2 : 1);
    if (length > 4096) throw new ProtocolError('limit', 'a name is too long');
    if (start + length > this.nodeEnd) throw new ProtocolError('truncated', 'a name ends outside the node section');
    this.at = start + length;
    return decodeText(this.buffer, start, this.at, this.header.encoding);
  }

  private value(type: ValueType, isArray: boolean): NodeValue {
    if (type.element === 'void') {
      if (isArray) throw new ProtocolError('malformed', 'an array of nothing');
      return null;
    }
    if (isArray) return this.arrayValue(type);
    if (type.element === 'str') return this.text();
    if (type.element === 'bin') {
      const start = this.prefixed();
      return this.buffer.subarray(start, start + this.view.getUint32(start - 4));
    }
    const at = this.place(type.bytes);
    return type.count === 1 ? this.scalar(type, at) : this.list(type, at, type.count);
  }

  private arrayValue(type: ValueType): NodeValue {
    if (type.count === 0) throw new ProtocolError('malformed', `${type.name} cannot be an array`);
    const start = this.prefixed();
    const bytes = this.view.getUint32(start - 4);
    if (bytes % type.bytes !== 0) throw new ProtocolError('malformed', 'an array ends inside an element');
    return this.list(type, start, bytes / type.size);
  }

  private list(type: ValueType, at: number, count: number): readonly ScalarValue[] {
    this.budget.spendElements(count);
    const values: ScalarValue[] = [];
    for (let i = 0; i < count; i++) values.push(this.scalar(type, at + i * type.size));
    return values;
  }

  /** Where a value of a fixed size lies; moves the cursors past it. */
  private place(bytes: number): number {
    if (bytes > 2) return this.take(bytes);
    if (bytes === 1) {
      if (this.byteSlot % 4 === 0) this.byteSlot = this.take(4) - this.dataStart;
      return this.dataStart + this.byteSlot++;
    }
    if (this.shortSlot % 4 === 0) this.shortSlot = this.take(4) - this.dataStart;
    const at = this.dataStart + this.shortSlot;
    this.shortSlot += 2;
    return at;
  }

  private take(bytes: number): number {
    const at = this.data;
    if (bytes > this.dataEnd - at) throw new ProtocolError('truncated', 'a value ends outside the data section');
    this.data = at + ((bytes + 3) & ~3);
    return at;
  }

  /** Start of a value with a length prefix, which is the dword before it. */
  private prefixed(): number {
    const start = this.take(4) + 4;
    const length = this.view.getUint32(start - 4);
    if (length > this.dataEnd - start) throw new ProtocolError('truncated', 'a value ends outside the data section');
    this.data = start + length + ((4 - (length & 3)) & 3);
    return start;
  }

  private text(): string {
    const start = this.prefixed();
    let end = start + this.view.getUint32(start - 4);
    const zero = this.buffer.indexOf(0, start);
    if (zero >= 0 && zero < end) end = zero;
    return decodeText(this.buffer, start, end, this.header.encoding);
  }

  private scalar(type: ValueType, at: number): ScalarValue {
    const view = this.view;
    switch (type.element) {
      case 's8': return view.getInt8(at);
      case 'u8': return view.getUint8(at);
      case 's16': return view.getInt16(at);
      case 'u16': return view.getUint16(at);
      case 's32': return view.getInt32(at);
      case 'u32': return view.getUint32(at);
      case 's64': return view.getBigInt64(at);
      case 'u64': return view.getBigUint64(at);
      case 'f32': return view.getFloat32(at);
      case 'f64': return view.getFloat64(at);
      case 'bool': return view.getUint8(at) !== 0;
      case 'ip4': return this.buffer.subarray(at, at + 4);
      default: throw new ProtocolError('malformed', 'no value of a fixed size');
    }
  }
}
