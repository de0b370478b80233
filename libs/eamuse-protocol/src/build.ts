import { Node, type Appendable } from './node.js';
import type { TypeName } from './types.js';
import type { NodeInput } from './values.js';

/** A void node with children: the brackets of a message. */
export const element = (name: string, ...children: readonly Appendable[]): Node => Node.create(name).append(...children);

/** A node of any type; `children` may follow, for types other than void too. */
export const node = (name: string, type: TypeName, value: NodeInput, ...children: readonly Appendable[]): Node =>
  Node.create(name, type, value).append(...children);

/** An array node; composites are given flat. */
export const array = (name: string, type: TypeName, values: readonly (number | bigint | boolean | string | Uint8Array)[]): Node =>
  Node.create(name, type, values, true);

export const str = (name: string, value: string): Node => Node.create(name, 'str', value);
export const bin = (name: string, value: Uint8Array): Node => Node.create(name, 'bin', value);
export const bool = (name: string, value: boolean): Node => Node.create(name, 'bool', value);
export const float = (name: string, value: number): Node => Node.create(name, 'float', value);
/** An address, dotted or as four bytes. */
export const ip4 = (name: string, value: string | Uint8Array): Node => Node.create(name, 'ip4', value);
/** Seconds since 1970. */
export const time = (name: string, value: number): Node => Node.create(name, 'time', value);
export const u8 = (name: string, value: number): Node => Node.create(name, 'u8', value);
export const s8 = (name: string, value: number): Node => Node.create(name, 's8', value);
export const u16 = (name: string, value: number): Node => Node.create(name, 'u16', value);
export const s16 = (name: string, value: number): Node => Node.create(name, 's16', value);
export const u32 = (name: string, value: number): Node => Node.create(name, 'u32', value);
export const s32 = (name: string, value: number): Node => Node.create(name, 's32', value);
export const u64 = (name: string, value: bigint | number): Node => Node.create(name, 'u64', value);
export const s64 = (name: string, value: bigint | number): Node => Node.create(name, 's64', value);
