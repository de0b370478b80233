import type { Node } from './node.js';
import { formatValue } from './scalar-text.js';
import { encodeText, type EncodingName } from './text-encoding.js';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&apos;', '"': '&quot;', '\r': '&#13;', '\n': '&#10;' };
const escapeText = (text: string): string => text.replaceAll(/[&<>'"]/g, (character) => ESCAPES[character] ?? character);
const escapeAttribute = (text: string): string => text.replaceAll(/[&<>'"\r\n]/g, (character) => ESCAPES[character] ?? character);

/** Writes a tree as a plain-XML document on one line (eamuse-protocol spec 5.2). */
export function encodeXml(root: Node, encoding: EncodingName): Buffer {
  return encodeText(`<?xml version="1.0" encoding="${encoding}"?>${xmlText(root)}`, encoding);
}

/** A tree as XML text without a declaration or white space between elements. */
export function xmlText(node: Node): string {
  const open = `<${node.name}${attributesOf(node)}`;
  const inner = escapeText(formatValue(node.type, node.value)) + node.children.map(xmlText).join('');
  return node.isVoid && node.children.length === 0 ? `${open}/>` : `${open}>${inner}</${node.name}>`;
}

/** A tree as indented XML for people and logs, four spaces a level. */
export function prettyText(node: Node, indent = ''): string {
  const open = `${indent}<${node.name}${attributesOf(node)}`;
  const value = escapeText(formatValue(node.type, node.value));
  if (node.children.length === 0) return node.isVoid ? `${open} />` : `${open}>${value}</${node.name}>`;
  const deeper = `${indent}    `;
  const lines = node.children.map((child) => prettyText(child, deeper));
  if (!node.isVoid) lines.unshift(`${deeper}${value}`);
  return [`${open}>`, ...lines, `${indent}</${node.name}>`].join('\n');
}

/** `__type` and `__count` first, then the rest by name. */
function attributesOf(node: Node): string {
  const parts: string[] = [];
  if (!node.isVoid) parts.push(` __type="${node.type.name}"`);
  if (node.isArray && Array.isArray(node.value)) parts.push(` __count="${node.value.length / node.type.count}"`);
  const rest: string[] = [];
  for (let at = 0; at < node.attributeList.length; at += 2) {
    rest.push(` ${node.attributeList[at] ?? ''}="${escapeAttribute(node.attributeList[at + 1] ?? '')}"`);
  }
  return parts.join('') + rest.sort().join('');
}
