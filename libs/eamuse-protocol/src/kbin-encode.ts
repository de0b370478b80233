import { NodeError } from './errors.js';
import { isPackable, packName, rawNamePrefix } from './names.js';
import type { Node } from './node.js';
import { encodeText, encodingOfByte, type EncodingName } from './text-encoding.js';
import { ARRAY_BIT, ATTRIBUTE_ID, type ElementKind, type ValueType } from './types.js';
import type { NodeValue, ScalarValue } from './values.js';

/** How a binary document is written. */
export interface BinaryEncodeOptions {
  /** Encoding byte of the header; the default is Shift-JIS. */
  encodingByte?: number;
  /** `raw` names are written only when asked for or when a name cannot be packed. */
  names?: 'packed' | 'raw';
}

/**
 * Writes a tree as a binary document (eamuse-protocol spec 4): packed names unless one cannot be packed, attributes sorted by name.
 * @throws NodeError when a name has no form on the wire.
 */
export function encodeBinary(root: Node, options: BinaryEncodeOptions = {}): Buffer {
  const encodingByte = options.encodingByte ?? 0x80;
  const encoding = encodingOfByte(encodingByte);
  if (encoding === undefined) throw new NodeError('unknown text encoding');
  const packed = options.names !== 'raw' && allPackable(root);
  return writer.document(root, encodingByte, encoding, packed);
}

function allPackable(node: Node): boolean {
  if (!isPackable(node.name)) return false;
  for (let at = 0; at < node.attributeList.length; at += 2) if (!isPackable(node.attributeList[at] as string)) return false;
  return node.children.every(allPackable);
}

const FIRST_CAPACITY = 1 << 16;
/** A larger buffer is given back after the document that needed it. */
const KEPT_CAPACITY = 1 << 20;

/** One growing buffer with the space made before it is used. */
class Section {
  bytes = Buffer.alloc(FIRST_CAPACITY);
  view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
  size = 0;

  /** Makes room and returns where it starts. */
  reserve(count: number): number {
    const at = this.size;
    this.size = at + count;
    if (this.size > this.bytes.length) this.grow();
    return at;
  }

  reset(): void {
    this.size = 0;
    if (this.bytes.length > KEPT_CAPACITY) this.replace(FIRST_CAPACITY);
  }

  private grow(): void {
    const old = this.bytes;
    this.replace(Math.max(this.size, old.length * 2));
    this.bytes.set(old);
  }

  private replace(capacity: number): void {
    this.bytes = Buffer.alloc(capacity);
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
  }
}

/** Writes names and types into one section and values into the other; the open slots are those of the reader. */
class BinaryWriter {
  private readonly nodes = new Section();
  private readonly data = new Section();
  private byteSlot = 0;
  private shortSlot = 0;
  private encoding: EncodingName = 'shift-jis';
  private packed = true;

  document(root: Node, encodingByte: number, encoding: EncodingName, packed: boolean): Buffer {
    this.nodes.reset();
    this.data.reset();
    this.byteSlot = 0;
    this.shortSlot = 0;
    this.encoding = encoding;
    this.packed = packed;
    this.node(root);
    this.nodeByte(0xff);
    while (this.nodes.size % 4 !== 0) this.nodeByte(0);
    return this.assemble(encodingByte);
  }

  private assemble(encodingByte: number): Buffer {
    const output = Buffer.allocUnsafe(12 + this.nodes.size + this.data.size);
    output[0] = 0xa0;
    output[1] = this.packed ? 0x42 : 0x45;
    output[2] = encodingByte;
    output[3] = encodingByte ^ 0xff;
    output.writeUInt32BE(this.nodes.size, 4);
    this.nodes.bytes.copy(output, 8, 0, this.nodes.size);
    output.writeUInt32BE(this.data.size, 8 + this.nodes.size);
    this.data.bytes.copy(output, 12 + this.nodes.size, 0, this.data.size);
    return output;
  }

  private node(node: Node): void {
    this.nodeByte(node.type.id | (node.isArray ? ARRAY_BIT : 0));
    this.name(node.name);
    if (node.type.element !== 'void') this.value(node.type, node.isArray, node.value);
    if (node.attributeList.length > 0) this.attributes(node.attributeList);
    for (const child of node.children) this.node(child);
    this.nodeByte(0xfe);
  }

  private attributes(list: readonly string[]): void {
    if (list.length === 2) {
      this.attribute(list[0] as string, list[1] as string);
      return;
    }
    const order: number[] = [];
    for (let at = 0; at < list.length; at += 2) order.push(at);
    order.sort((a, b) => ((list[a] as string) < (list[b] as string) ? -1 : 1));
    for (const at of order) this.attribute(list[at] as string, list[at + 1] as string);
  }

  private attribute(name: string, value: string): void {
    this.nodeByte(ATTRIBUTE_ID);
    this.name(name);
    this.text(value);
  }

  private nodeByte(byte: number): void {
    const at = this.nodes.reserve(1);
    this.nodes.bytes[at] = byte;
  }

  private name(name: string): void {
    const bytes = this.packed ? packName(name) : encodeText(name, this.encoding);
    if (!this.packed) for (const byte of rawNamePrefix(bytes.length)) this.nodeByte(byte);
    const at = this.nodes.reserve(bytes.length);
    const to = this.nodes.bytes;
    for (let i = 0; i < bytes.length; i++) to[at + i] = bytes[i] as number;
  }

  private value(type: ValueType, isArray: boolean, value: NodeValue): void {
    if (type.element === 'str') return this.text(value as string);
    if (type.element === 'bin') return this.binary(value as Uint8Array);
    if (isArray) {
      const list = value as readonly ScalarValue[];
      const at = this.reserveData(4 + list.length * type.size);
      this.data.view.setUint32(at, list.length * type.size);
      return this.list(type, list, at + 4);
    }
    const at = this.place(type.bytes);
    if (type.count === 1) this.scalar(type.element, at, value as ScalarValue);
    else this.list(type, value as readonly ScalarValue[], at);
  }

  private list(type: ValueType, list: readonly ScalarValue[], at: number): void {
    for (let i = 0; i < list.length; i++) this.scalar(type.element, at + i * type.size, list[i] as ScalarValue);
  }

  private place(bytes: number): number {
    if (bytes > 2) return this.reserveData(bytes);
    if (bytes === 1) {
      if (this.byteSlot % 4 === 0) this.byteSlot = this.reserveData(4);
      return this.byteSlot++;
    }
    if (this.shortSlot % 4 === 0) this.shortSlot = this.reserveData(4);
    const at = this.shortSlot;
    this.shortSlot += 2;
    return at;
  }

  /** Room for `bytes` bytes in whole dwords; the last dword is zeroed, so that what is not written is zero. */
  private reserveData(bytes: number): number {
    const whole = (bytes + 3) & ~3;
    const at = this.data.reserve(whole);
    if (whole > 0) this.data.view.setUint32(at + whole - 4, 0);
    return at;
  }

  private binary(value: Uint8Array): void {
    const at = this.reserveData(4 + value.length);
    this.data.view.setUint32(at, value.length);
    this.data.bytes.set(value, at + 4);
  }

  private text(text: string): void {
    if (!this.asciiText(text)) {
      const bytes = encodeText(text, this.encoding);
      const at = this.reserveData(5 + bytes.length);
      this.data.view.setUint32(at, bytes.length + 1);
      this.data.bytes.set(bytes, at + 4);
      this.data.bytes[at + 4 + bytes.length] = 0;
    }
  }

  /** Writes text of ASCII only, the usual case, unit by unit; undoes it and says no at the first other character. */
  private asciiText(text: string): boolean {
    const length = text.length;
    const at = this.reserveData(5 + length);
    const to = this.data.bytes;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) {
        this.data.size = at;
        return false;
      }
      to[at + 4 + i] = unit;
    }
    to[at + 4 + length] = 0;
    this.data.view.setUint32(at, length + 1);
    return true;
  }

  private scalar(kind: ElementKind, at: number, value: ScalarValue): void {
    const view = this.data.view;
    switch (kind) {
      case 's8':
      case 'u8': view.setUint8(at, value as number); break;
      case 's16':
      case 'u16': view.setUint16(at, value as number); break;
      case 's32':
      case 'u32': view.setUint32(at, value as number); break;
      case 's64':
      case 'u64': view.setBigUint64(at, BigInt.asUintN(64, value as bigint)); break;
      case 'f32': view.setFloat32(at, value as number); break;
      case 'f64': view.setFloat64(at, value as number); break;
      case 'bool': view.setUint8(at, value === true ? 1 : 0); break;
      case 'ip4': this.data.bytes.set(value as Uint8Array, at); break;
      default: throw new NodeError('no value of a fixed size');
    }
  }
}

/** Encoding is synchronous, so one writer with its two buffers serves all. A throw leaves nothing that the next call would see. */
const writer = new BinaryWriter();
