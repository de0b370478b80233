import { array, bool, node, type Node } from '@rumpus/eamuse-protocol';

import type { Doc } from '../../../store/document.js';
import { CLAMP, type SmallInt } from '../../wire-numbers.js';

/** One field that travels both ways: a node of a type, a key in a document, and what is sent when nothing is stored. */
export interface Field {
  readonly name: string;
  readonly key: string;
  readonly type: SmallInt | 'bool';
  /** Elements of an array; 0 for a single value. */
  readonly count: number;
  readonly fallback: number | readonly number[];
}

const FIELD = /^(\w+):(u8|s8|u16|s16|u32|s32|bool)(?:\[(\d+)\])?(?:=(-?\d+(?:\/-?\d+)*))?(?:<(\w+))?$/;

/**
 * Declares fields in the words of the specification: `mode:u8`, `chara:s16=-1`, `nice:s16[30]=-1`, `title:u8[2]=0/1`, and with `<key` for one
 * whose key in the document is not its name.
 */
export function fields(text: string): readonly Field[] {
  return text.trim().split(/\s+/).map((word) => {
    const match = FIELD.exec(word);
    if (match === null) throw new TypeError(`"${word}" is no field`);
    const [, name = '', type = '', count, fallback, key] = match;
    const values = fallback?.split('/').map(Number) ?? [0];
    return { name, key: key ?? name, type: type as Field['type'], count: Number(count ?? 0), fallback: values.length === 1 ? (values[0] ?? 0) : values };
  });
}

/** The nodes of fields, each value brought into the range of its type. */
export const fieldNodes = (list: readonly Field[], doc: Doc): Node[] => list.map((field) => fieldNode(field, doc));

function fieldNode({ name, key, type, count, fallback }: Field, doc: Doc): Node {
  if (type === 'bool') return bool(name, doc.bool(key));
  const clamp = CLAMP[type];
  if (count > 0) return array(name, type, doc.ints(key, count, fallback).map(clamp));
  return node(name, type, clamp(doc.int(key, typeof fallback === 'number' ? fallback : 0)));
}

/** Takes fields over from a request. An absent node, a wrong type or a wrong length leaves what is stored (pop'n spec 3.5). */
export function readFields(list: readonly Field[], request: Node | undefined, doc: Doc): void {
  if (request === undefined) return;
  for (const { name, key, type, count } of list) {
    if (type === 'bool') doc.setBool(key, request.boolAt(name));
    else if (count > 0) doc.setInts(key, count, request.intsAt(name));
    else doc.setInt(key, request.intAt(name));
  }
}

/** The same for a document inside the profile. */
export function readInner(list: readonly Field[], request: Node | undefined, doc: Doc, key: string): void {
  const inner = doc.doc(key);
  readFields(list, request, inner);
  doc.setDoc(key, inner);
}
