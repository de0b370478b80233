import { ProtocolError } from './errors.js';
import { decodeBinary, isBinaryDocument } from './kbin-decode.js';
import { encodeBinary } from './kbin-encode.js';
import { DEFAULT_LIMITS, type Limits } from './limits.js';
import { compress, decompress } from './lz77.js';
import type { Node } from './node.js';
import { deriveKey, rc4InPlace } from './rc4.js';
import { byteOfEncoding, type EncodingName } from './text-encoding.js';
import { decodeXml } from './xml-decode.js';
import { encodeXml } from './xml-encode.js';

/** The two headers that say how a body is wrapped, as the HTTP layer found them. */
export interface PacketHeaders {
  /** `X-Eamuse-Info`: present means encrypted. */
  info?: string | undefined;
  /** `X-Compress`: `lz77`, `none` or absent. */
  compress?: string | undefined;
}

/** How a message was wrapped, from outside to inside. An answer that uses its request's framing is read by every cabinet. */
export interface Framing {
  /** The key half of the header, or undefined when the body is in clear. */
  info: string | undefined;
  compressed: boolean;
  /** Binary XML with packed names, with raw names, or plain XML. */
  container: 'binary' | 'binary-raw' | 'xml';
  encoding: EncodingName;
  /** The encoding byte as it stood; 00 and 20 are disputed and must go back unchanged. */
  encodingByte: number;
}

/** A message ready for the wire. */
export interface EncodedPacket {
  body: Buffer;
  /** Spelled as old clients need them: some compare header names with case. */
  headers: { 'X-Compress': 'lz77' | 'none'; 'X-Eamuse-Info'?: string };
}

/**
 * Reads a message: decrypts, decompresses and decodes it (eamuse-protocol spec, layer order). The body is left as it was.
 * @throws ProtocolError for anything that is no message; nothing else is ever thrown.
 */
export function decodePacket(body: Uint8Array, headers: PacketHeaders, limits: Partial<Limits> = {}): { root: Node; framing: Framing } {
  const { encodedBytes, decodedBytes } = { ...DEFAULT_LIMITS, ...limits };
  if (body.length > encodedBytes) throw new ProtocolError('limit', 'the body is too large');
  const compressed = isCompressed(headers.compress);
  const clear = headers.info === undefined ? body : rc4InPlace(deriveKey(headers.info), Buffer.from(body));
  const bytes = compressed ? decompress(clear, decodedBytes) : clear;
  const outer = { info: headers.info, compressed };
  // The four bytes of the header decide: a body that begins like a binary document and then fails is a failure.
  if (isBinaryDocument(bytes)) {
    const { root, header } = decodeBinary(bytes, limits);
    const container = header.packedNames ? 'binary' : 'binary-raw';
    return { root, framing: { ...outer, container, encoding: header.encoding, encodingByte: header.encodingByte } };
  }
  if (bytes[0] === 0xa0) throw new ProtocolError('malformed', 'not a binary document');
  const { root, encoding } = decodeXml(bytes, limits);
  return { root, framing: { ...outer, container: 'xml', encoding, encodingByte: byteOfEncoding(encoding) } };
}

function isCompressed(value: string | undefined): boolean {
  if (value === undefined || value === 'none') return false;
  if (value === 'lz77') return true;
  throw new ProtocolError('unsupported', 'unknown X-Compress value');
}

/**
 * Wraps a tree the way `framing` says. `binary-raw` is answered with packed names, as both references do, unless `rawNames` asks for them.
 * @throws NodeError when the tree has no form on the wire.
 */
export function encodePacket(root: Node, framing: Framing, options: { rawNames?: boolean } = {}): EncodedPacket {
  const document =
    framing.container === 'xml'
      ? encodeXml(root, framing.encoding)
      : encodeBinary(root, { encodingByte: framing.encodingByte, names: options.rawNames === true ? 'raw' : 'packed' });
  const packed = framing.compressed ? compress(document) : document;
  const headers: EncodedPacket['headers'] = { 'X-Compress': framing.compressed ? 'lz77' : 'none' };
  if (framing.info === undefined) return { body: packed, headers };
  headers['X-Eamuse-Info'] = framing.info;
  return { body: rc4InPlace(deriveKey(framing.info), packed), headers };
}
