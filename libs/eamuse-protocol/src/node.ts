import { NodeError } from './errors.js';
import { isName } from './names.js';
import { typeOf, type TypeName, type ValueType } from './types.js';
import { checkValue, type NodeInput, type NodeValue } from './values.js';

const VOID = typeOf('void');
const NO_ATTRIBUTES: readonly string[] = Object.freeze([]);
const NO_CHILDREN: readonly Node[] = Object.freeze([]);

/**
 * One element of a message. Numbers up to 32 bits are `number`, 64-bit ones `bigint`, `bool` is `boolean`, `ip4` four bytes,
 * `bin` bytes, arrays and composites flat lists. `void` has the value `null`.
 *
 * Every node has the same five fields in the same order, so that the engine keeps one shape for the whole tree.
 */
export class Node {
  /** Names and values in turn, in the order of the wire. Treat it as read-only: `setAttribute` changes it. */
  attributeList: readonly string[];
  /** In the order of the wire; names may repeat. Treat it as read-only: `append` changes it. */
  children: readonly Node[];

  private constructor(
    readonly name: string,
    readonly type: ValueType,
    readonly isArray: boolean,
    public value: NodeValue,
  ) {
    this.attributeList = NO_ATTRIBUTES;
    this.children = NO_CHILDREN;
  }

  /**
   * A checked node.
   * @throws NodeError when the name cannot stand on the wire or the value is no value of the type.
   */
  static create(name: string, type: TypeName = 'void', value: NodeInput = null, isArray = false): Node {
    if (!isName(name)) throw new NodeError(`"${name}" is no node name`);
    const row = typeOf(type);
    return new Node(name, row, isArray, checkValue(row, isArray, value));
  }

  /** A node whose parts a decoder has checked already. */
  static trusted(name: string, type: ValueType, isArray: boolean, value: NodeValue): Node {
    return new Node(name, type, isArray, value);
  }

  /** Whether one value is a fixed tuple, such as `4u8`. */
  get isComposite(): boolean {
    return this.type.count > 1;
  }

  /** Whether the node carries no value. */
  get isVoid(): boolean {
    return this.type === VOID;
  }

  /** Adds children at the end; `undefined` and `false` are skipped, so that an optional child reads `wanted && u8(…)`. */
  append(...children: readonly Appendable[]): this {
    const own = this.children === NO_CHILDREN ? [] : (this.children as Node[]);
    for (const child of children) {
      if (child instanceof Node) own.push(child);
      else if (Array.isArray(child)) for (const inner of child as readonly Node[]) own.push(inner);
    }
    if (own.length > 0) this.children = own;
    return this;
  }

  /** Sets an attribute, replacing one of the same name. */
  setAttribute(name: string, value = ''): this {
    const own = this.attributeList === NO_ATTRIBUTES ? [] : (this.attributeList as string[]);
    for (let at = 0; at < own.length; at += 2) {
      if (own[at] === name) {
        own[at + 1] = value;
        return this;
      }
    }
    own.push(name, value);
    this.attributeList = own;
    return this;
  }

  /** Sets several attributes; numbers are written in decimal. */
  attributes(values: Readonly<Record<string, string | number | bigint>>): this {
    for (const [name, value] of Object.entries(values)) this.setAttribute(name, String(value));
    return this;
  }

  /** The text of an attribute, or undefined. */
  attribute(name: string): string | undefined {
    for (let at = 0; at < this.attributeList.length; at += 2) if (this.attributeList[at] === name) return this.attributeList[at + 1];
    return undefined;
  }

  /** The first child of that name; `a/b/c` goes down, always through the first match. */
  child(path: string): Node | undefined {
    const slash = path.indexOf('/');
    const step = slash < 0 ? path : path.slice(0, slash);
    for (const child of this.children) {
      if (child.name === step) return slash < 0 ? child : child.child(path.slice(slash + 1));
    }
    return undefined;
  }

  /** All direct children of that name. */
  childrenNamed(name: string): readonly Node[] {
    return this.children.filter((child) => child.name === name);
  }

  /** The value of a child, or undefined when there is no such child or it is void. */
  childValue(path: string): NodeValue | undefined {
    return this.child(path)?.value ?? undefined;
  }

  /** The integer of a child of any integer type; undefined when absent, of another type, or beyond 2^53. */
  intAt(path: string): number | undefined {
    const value = this.childValue(path);
    if (typeof value === 'number') return Number.isInteger(value) && this.child(path)?.type.element !== 'f32' ? value : undefined;
    return typeof value === 'bigint' && BigInt.asIntN(54, value) === value ? Number(value) : undefined;
  }

  /** The integer of a child of any integer type as a bigint. */
  bigintAt(path: string): bigint | undefined {
    const value = this.childValue(path);
    if (typeof value === 'bigint') return value;
    return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined;
  }

  /** The text of a child of type `str`. */
  stringAt(path: string): string | undefined {
    const value = this.childValue(path);
    return typeof value === 'string' ? value : undefined;
  }

  /** The truth of a child of type `bool`; numbers are no truth. */
  boolAt(path: string): boolean | undefined {
    const value = this.childValue(path);
    return typeof value === 'boolean' ? value : undefined;
  }

  /** The bytes of a child of type `bin` or `ip4`. */
  bytesAt(path: string): Uint8Array | undefined {
    const value = this.childValue(path);
    return value instanceof Uint8Array ? value : undefined;
  }

  /** The integers of a child that is an array or a composite of integers up to 32 bits. */
  intsAt(path: string): readonly number[] | undefined {
    const value = this.childValue(path);
    return Array.isArray(value) && value.every((item) => typeof item === 'number') ? value : undefined;
  }

  /** Whether the other tree says the same: attributes in any order, children in theirs. */
  equals(other: Node): boolean {
    if (this.name !== other.name || this.type !== other.type || this.isArray !== other.isArray) return false;
    if (!sameValue(this.value, other.value) || this.attributeList.length !== other.attributeList.length) return false;
    for (let at = 0; at < this.attributeList.length; at += 2) {
      if (other.attribute(this.attributeList[at] as string) !== this.attributeList[at + 1]) return false;
    }
    return this.children.length === other.children.length && this.children.every((child, i) => child.equals(other.children[i] as Node));
  }
}

/** What `append` and `element` take. */
export type Appendable = Node | readonly Node[] | undefined | false;

function sameValue(a: NodeValue, b: NodeValue): boolean {
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item: NodeValue, i) => sameValue(item, b[i] as NodeValue));
  return Object.is(a, b);
}
