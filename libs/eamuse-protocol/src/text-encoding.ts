import { ProtocolError } from './errors.js';
import { japanese } from './japanese.js';

/** The text encodings a document can be in, by the name its XML declaration carries. */
export type EncodingName = 'shift-jis' | 'euc-jp' | 'utf-8' | 'ascii' | 'iso-8859-1';

/** Encoding byte of a binary document to encoding (eamuse-protocol spec 4.2). 00 and 20 are disputed; Shift-JIS covers both readings. */
const BY_BYTE: Readonly<Record<number, EncodingName>> = {
  0x00: 'shift-jis', 0x20: 'shift-jis', 0x40: 'iso-8859-1', 0x60: 'euc-jp', 0x80: 'shift-jis', 0xa0: 'utf-8',
};
const TO_BYTE: Readonly<Record<EncodingName, number>> = {
  'shift-jis': 0x80, 'euc-jp': 0x60, 'utf-8': 0xa0, ascii: 0x80, 'iso-8859-1': 0x40,
};
/** Spellings seen in XML declarations, after `_` became `-`. */
const BY_LABEL: Readonly<Record<string, EncodingName>> = {
  'shift-jis': 'shift-jis', shiftjis: 'shift-jis', sjis: 'shift-jis', 'x-sjis': 'shift-jis', cp932: 'shift-jis', 'ms-kanji': 'shift-jis',
  'windows-31j': 'shift-jis', 'euc-jp': 'euc-jp', eucjp: 'euc-jp', ujis: 'euc-jp', 'utf-8': 'utf-8', utf8: 'utf-8',
  ascii: 'ascii', 'us-ascii': 'ascii', 'iso-8859-1': 'iso-8859-1', latin1: 'iso-8859-1',
};

/**
 * Characters of which the strict Japanese tables and code page 932 prefer different twins for the same bytes. We read the code page's
 * and write both, so that a name typed on the web or taken from another server survives.
 */
const TWINS: Readonly<Record<string, string>> = {
  '\u301C': '\uFF5E', '\u2016': '\u2225', '\u2212': '\uFF0D', '\u00A2': '\uFFE0', '\u00A3': '\uFFE1', '\u00AC': '\uFFE2',
};
const TWIN_PATTERN = /[\u301C\u2016\u2212\u00A2\u00A3\u00AC]/g;
const NOT_ASCII = /[\u0080-\u{10FFFF}]/gu;
const NOT_LATIN_1 = /[\u0100-\u{10FFFF}]/gu;

/** The encoding of a binary document's encoding byte; undefined for a byte nobody defines. */
export const encodingOfByte = (byte: number): EncodingName | undefined => BY_BYTE[byte];

/** The byte a binary document in this encoding carries. */
export const byteOfEncoding = (name: EncodingName): number => TO_BYTE[name];

/**
 * The encoding an XML declaration names.
 * @throws ProtocolError `unsupported` for a name we have no table for.
 */
export function encodingOfLabel(label: string): EncodingName {
  const name = BY_LABEL[label.toLowerCase().replaceAll('_', '-')];
  if (name === undefined) throw new ProtocolError('unsupported', 'unknown text encoding');
  return name;
}

/** Bytes to text. Never fails: bytes without a character become U+FFFD. */
export function decodeText(bytes: Buffer, start: number, end: number, encoding: EncodingName): string {
  for (let at = start; at < end; at++) {
    if ((bytes[at] as number) > 0x7f) return decodeWide(bytes, start, end, encoding);
  }
  return bytes.toString('latin1', start, end);
}

function decodeWide(bytes: Buffer, start: number, end: number, encoding: EncodingName): string {
  switch (encoding) {
    case 'utf-8': return bytes.toString('utf8', start, end);
    case 'iso-8859-1': return bytes.toString('latin1', start, end);
    case 'ascii': return bytes.toString('latin1', start, end).replaceAll(NOT_ASCII, '\uFFFD');
    default: return japanese(encoding).decode(bytes, start, end);
  }
}

/** Text to bytes. Never fails: a character without a code becomes `?`. */
export function encodeText(text: string, encoding: EncodingName): Buffer {
  switch (encoding) {
    case 'utf-8': return Buffer.from(text, 'utf8');
    case 'iso-8859-1': return Buffer.from(text.replaceAll(NOT_LATIN_1, '?'), 'latin1');
    case 'ascii': return Buffer.from(text.replaceAll(NOT_ASCII, '?'), 'latin1');
    default: return japanese(encoding).encode(text.replaceAll(TWIN_PATTERN, (character) => TWINS[character] ?? character));
  }
}
