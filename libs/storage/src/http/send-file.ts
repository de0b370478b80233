import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { notFound } from '@rumpus/errors';
import { fileValidators, isNotModified, rangeApplies, type Validators } from './conditional.js';
import { contentDisposition, percentEncodePath } from './content-disposition.js';
import { fsPath } from '../paths/raw-names.js';
import { pump } from './pump.js';
import { parseRange, type ByteRange } from './range.js';

export interface SendFileOptions {
  /** Absolute path; the caller has made sure that it lies where it may. */
  readonly path: string;
  /** What the downloaded file is called. */
  readonly fileName: string;
  readonly disposition?: 'attachment' | 'inline';
  readonly contentType?: string;
  readonly cacheControl?: string;
  /** An internal location of the reverse proxy, unencoded: it then sends the body and we only say which. */
  readonly accelRedirect?: string | undefined;
  /** The message of the 404 when there is no such file. */
  readonly missing?: string;
}

/**
 * Answers a GET or HEAD with a file: strong validators, 304, one byte range, 416 outside of the file, flat memory.
 *
 * @throws DomainError `not-found` when the file can't be opened or is no regular file; nothing has been sent by then
 */
export async function sendFile(request: IncomingMessage, response: ServerResponse, options: SendFileOptions): Promise<void> {
  if (options.accelRedirect !== undefined) {
    describe(response, options);
    response.setHeader('X-Accel-Redirect', percentEncodePath(options.accelRedirect));
    response.end();
    return;
  }
  const file = await openRegular(options);
  try {
    const stat = await file.stat();
    describe(response, options);
    await sendRanged(request, response, { size: stat.size, validators: fileValidators(stat) }, (part) =>
      pump(file, part.start, part.end - part.start + 1, response),
    );
  } finally {
    await file.close();
  }
}

/** Says what the file is. Only once it is there: a browser would save the words of a 404 under the file's name. */
function describe(response: ServerResponse, options: SendFileOptions): void {
  response.setHeader('Content-Type', options.contentType ?? 'application/octet-stream');
  response.setHeader('Content-Disposition', contentDisposition(options.disposition ?? 'attachment', options.fileName));
  if (options.disposition === 'inline') response.setHeader('X-Content-Type-Options', 'nosniff');
  if (options.cacheControl !== undefined) response.setHeader('Cache-Control', options.cacheControl);
}

/** A body that can be sent from any offset. */
export interface RangedBody {
  readonly size: number;
  readonly validators: Validators;
}

/**
 * The status line and headers of a body that supports ranges, then `send` for the part that is wanted. When sending fails
 * half-way the connection is cut, so that the caller sees a broken transfer and never a complete-looking short file.
 */
export async function sendRanged(
  request: IncomingMessage,
  response: ServerResponse,
  { size, validators }: RangedBody,
  send: (part: ByteRange) => Promise<void>,
): Promise<void> {
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('ETag', validators.etag);
  response.setHeader('Last-Modified', validators.lastModified.toUTCString());
  if (isNotModified(request, validators)) {
    endWithoutBody(response, 304);
    return;
  }
  const part = rangeApplies(request, validators) ? parseRange(request.headers.range, size) : undefined;
  if (part === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${size}`);
    response.setHeader('Content-Length', 0);
    endWithoutBody(response, 416);
    return;
  }
  response.statusCode = part === undefined ? 200 : 206;
  if (part !== undefined) response.setHeader('Content-Range', `bytes ${part.start}-${part.end}/${size}`);
  response.setHeader('Content-Length', part === undefined ? size : part.end - part.start + 1);
  if (request.method === 'HEAD' || size === 0) {
    response.end();
    return;
  }
  try {
    await send(part ?? { start: 0, end: size - 1 });
    response.end();
  } catch (error) {
    response.destroy(error instanceof Error ? error : undefined);
  }
}

function endWithoutBody(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.removeHeader('Content-Type');
  response.removeHeader('Content-Disposition');
  response.end();
}

async function openRegular(options: SendFileOptions): Promise<FileHandle> {
  const missing = (): Error => notFound(options.missing ?? 'File not found');
  // Without O_NONBLOCK a named pipe in the library would hang the request and a thread of the pool.
  const file = await open(fsPath(options.path), constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  if (file === undefined) throw missing();
  const regular = await file.stat().then((stat) => stat.isFile(), () => false);
  if (regular) return file;
  await file.close();
  throw missing();
}
