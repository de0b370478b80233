import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { OutboundError } from './outbound-error.js';

/** Lower-case header names with one text each, as answers carry them. */
export function flattenHeaders(headers: IncomingHttpHeaders | Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/** Declared body length, undefined when absent or not a plain number. */
export function declaredLength(headers: Readonly<Record<string, string>>): number | undefined {
  const text = headers['content-length'];
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * Reads a body whole, undoing gzip, brotli or deflate.
 * @throws OutboundError `too-large` above `maxBytes` (of what comes out: a small body can unpack to a huge one), `content` on broken
 * compression, `cut` when the peer ends early
 */
export async function readBody(body: Readable, headers: Readonly<Record<string, string>>, maxBytes: number): Promise<Buffer> {
  const declared = declaredLength(headers);
  if (declared !== undefined && declared > maxBytes) {
    body.on('error', () => undefined).destroy();
    throw new OutboundError('too-large', `The answer has ${declared} bytes, more than the ${maxBytes} allowed`);
  }
  const decoder = decoderFor(headers['content-encoding']);
  const source = decoder ? body.on('error', (error) => decoder.destroy(error)).pipe(decoder) : body;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of source) {
      size += (chunk as Buffer).length;
      if (size > maxBytes) throw new OutboundError('too-large', `The answer has more than ${maxBytes} bytes`);
      chunks.push(chunk as Buffer);
    }
  } finally {
    if (!body.destroyed) body.on('error', () => undefined).destroy();
  }
  return Buffer.concat(chunks, size);
}

function decoderFor(encoding: string | undefined) {
  switch (encoding?.trim().toLowerCase()) {
    case undefined:
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'deflate':
      return createInflate();
    default:
      throw new OutboundError('content', `The answer is compressed with ${encoding}, which was not asked for`);
  }
}
