/**
 * File names on Linux are bytes and need not be UTF-8. The database and the wire hold text. A name that is valid UTF-8
 * is itself; every byte that is not gets one character of a private-use block (U+EF00 + byte), and the rare name that
 * really holds a character of that block has its bytes escaped the same way. So the mapping is reversible: what was listed
 * can be opened again.
 */
const FIRST = 0xef00;
const LAST = 0xefff;
const ESCAPED = /[\uef00-\uefff]/u;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a name read as bytes (`readdir` with `encoding: 'buffer'`). */
export function nameFromBytes(bytes: Uint8Array): string {
  let text: string;
  try {
    text = strict.decode(bytes);
  } catch {
    return escapeInvalid(bytes);
  }
  return ESCAPED.test(text) ? escapeInvalid(bytes) : text;
}

/** The bytes of a name or path that `nameFromBytes` made. */
export function bytesFromName(text: string): Buffer {
  if (!ESCAPED.test(text)) return Buffer.from(text, 'utf8');
  const parts: Buffer[] = [];
  let plain = '';
  for (const c of text) {
    const code = c.codePointAt(0) ?? 0;
    if (code >= FIRST && code <= LAST) {
      parts.push(Buffer.from(plain, 'utf8'), Buffer.from([code - FIRST]));
      plain = '';
    } else {
      plain += c;
    }
  }
  parts.push(Buffer.from(plain, 'utf8'));
  return Buffer.concat(parts);
}

/** Whether a name had bytes that are no UTF-8; such a name should be shown with a hint. */
export const isRawName = (text: string): boolean => ESCAPED.test(text);

/** What to hand to `node:fs`: the text itself, or its bytes when the text holds escaped ones. */
export const fsPath = (text: string): string | Buffer => (ESCAPED.test(text) ? bytesFromName(text) : text);

function escapeInvalid(bytes: Uint8Array): string {
  let out = '';
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    const text = length === 0 ? undefined : decode(bytes.subarray(at, at + length));
    if (text === undefined || ESCAPED.test(text)) {
      const end = at + Math.max(1, text === undefined ? 1 : length);
      for (; at < end; at++) out += String.fromCharCode(FIRST + (bytes[at] ?? 0));
    } else {
      out += text;
      at += length;
    }
  }
  return out;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Length of the UTF-8 sequence its first byte announces, 0 when that byte can't start one or too few bytes follow. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  return at + length <= bytes.length ? length : 0;
}
