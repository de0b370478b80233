import type { Node } from './node.js';
import { formatValue } from './scalar-text.js';
import { encodeText, type EncodingName } from './text-encoding.js';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&apos;', '"': '&quot;', '\r': '&#13;', '\n': '&#10;' };
const IN_TEXT = /[&<>'"]/g;
const IN_ATTRIBUTE = /[&<>'"\r\n]/g;
const escaped = (text: string, special: RegExp): string => (text.search(special) < 0 ? text : text.replaceAll(special, (character) => ESCAPES[character] ?? character));

/** A value between its tags. Only texts can hold a character that needs an escape. */
const valueText = ({ type, value }: Node): string => (type.element === 'str' ? escaped(formatValue(type, value), IN_TEXT) : formatValue(type, value));

/** Writes a tree as a plain-XML document on one line (eamuse-protocol spec 5.2). */
export function encodeXml(root: Node, encoding: EncodingName): Buffer {
  return encodeText(`<?xml version="1.0" encoding="${encoding}"?>${xmlText(root)}`, encoding);
}

/** A tree as XML text without a declaration or white space between elements. */
export function xmlText(node: Node): string {
  const open = `<${node.name}${attributesOf(node)}`;
  if (node.isVoid && node.children.length === 0) return `${open}/>`;
  let inner = valueText(node);
  for (const child of node.children) inner += xmlText(child);
  return `${open}>${inner}</${node.name}>`;
}

/** A tree as indented XML for people and logs, four spaces a level. */
export function prettyText(node: Node, indent = ''): string {
  const open = `${indent}<${node.name}${attributesOf(node)}`;
  const value = valueText(node);
  if (node.children.length === 0) return node.isVoid ? `${open} />` : `${open}>${value}</${node.name}>`;
  const deeper = `${indent}    `;
  const lines = node.children.map((child) => prettyText(child, deeper));
  if (!node.isVoid) lines.unshift(`${deeper}${value}`);
  return [`${open}>`, ...lines, `${indent}</${node.name}>`].join('\n');
}

/** `__type` and `__count` first, then the rest by name. */
function attributesOf(node: Node): string {
  const { attributeList: list } = node;
  let own = node.isVoid ? '' : ` __type="${node.type.name}"`;
  if (node.isArray && Array.isArray(node.value)) own += ` __count="${node.value.length / node.type.count}"`;
  if (list.length === 0) return own;
  const rest: string[] = [];
  for (let at = 0; at < list.length; at += 2) rest.push(` ${list[at] ?? ''}="${escaped(list[at + 1] ?? '', IN_ATTRIBUTE)}"`);
  return own + (rest.length === 1 ? (rest[0] ?? '') : rest.sort().join(''));
}
