import iconv from 'iconv-lite';

import { ProtocolError } from './errors.js';

/** The text encodings a document can be in, by the name its XML declaration carries. */
export type EncodingName = 'shift-jis' | 'euc-jp' | 'utf-8' | 'ascii' | 'iso-8859-1';

/** Encoding byte of a binary document to encoding (eamuse-protocol spec 4.2). 00 and 20 are disputed; Shift-JIS covers both readings. */
const BY_BYTE: Readonly<Record<number, EncodingName>> = {
  0x00: 'shift-jis', 0x20: 'shift-jis', 0x40: 'iso-8859-1', 0x60: 'euc-jp', 0x80: 'shift-jis', 0xa0: 'utf-8',
};
const TO_BYTE: Readonly<Record<EncodingName, number>> = {
  'shift-jis': 0x80, 'euc-jp': 0x60, 'utf-8': 0xa0, ascii: 0x80, 'iso-8859-1': 0x40,
};
const CODEC: Readonly<Record<EncodingName, string>> = {
  'shift-jis': 'shiftjis', 'euc-jp': 'eucjp', 'utf-8': 'utf8', ascii: 'ascii', 'iso-8859-1': 'iso88591',
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
const EUC_WAVE_DASH = Buffer.from([0xa1, 0xc1]);
const TWIN_PATTERN = /[\u301C\u2016\u2212\u00A2\u00A3\u00AC]/g;

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
    if ((bytes[at] as number) > 0x7f) return iconv.decode(bytes.subarray(start, end), CODEC[encoding]);
  }
  return bytes.toString('latin1', start, end);
}

/** Text to bytes. Never fails: a character without a code becomes `?`. */
export function encodeText(text: string, encoding: EncodingName): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  if (encoding !== 'shift-jis' && encoding !== 'euc-jp') return iconv.encode(text, CODEC[encoding]);
  const spelled = text.replaceAll(TWIN_PATTERN, (character) => TWINS[character] ?? character);
  return encoding === 'euc-jp' ? encodeEuc(spelled) : iconv.encode(spelled, CODEC[encoding]);
}

/** The library writes U+FF5E as the tilde of JIS X 0212, three bytes; everybody else means the wave dash A1 C1. */
function encodeEuc(text: string): Buffer {
  const parts = text.split('\uFF5E').map((part) => iconv.encode(part, CODEC['euc-jp']));
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts.flatMap((part, i) => (i === 0 ? [part] : [EUC_WAVE_DASH, part])));
}
