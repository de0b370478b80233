import { bytesFromName, isRawName } from '../paths/raw-names.js';

/**
 * Percent-encodes everything except letters, digits and `_ . - ~`: the set that is safe in a header parameter, a URL
 * path segment and an `X-Accel-Redirect` location alike. Lone surrogates (names that were not UTF-8) become U+FFFD.
 */
export function percentEncode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString()).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** As {@link percentEncode}, for a path on disk: the slashes stay, and names that are not UTF-8 keep their bytes. */
export function percentEncodePath(path: string): string {
  return path.split('/').map((part) => (isRawName(part) ? percentEncodeBytes(bytesFromName(part)) : percentEncode(part))).join('/');
}

const percentEncodeBytes = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (/[\w.~-]/.test(String.fromCharCode(byte)) && byte < 0x80 ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)).join('');

/** A `Content-Disposition` value with the name encoded in both spellings, as RomM sends it (library-api spec §9.1). */
export function contentDisposition(kind: 'attachment' | 'inline', fileName: string): string {
  const encoded = percentEncode(fileName);
  return `${kind}; filename*=UTF-8''${encoded}; filename="${encoded}"`;
}
