import type { IncomingMessage } from 'node:http';

/** The body went over the limit, or the client went away. */
export class BodyError extends Error {
  constructor(readonly reason: 'too large' | 'aborted') {
    super(`the body is ${reason}`);
    this.name = 'BodyError';
  }
}

/**
 * The whole body as it came, whatever its content type. Over `limit` it is refused at once, by its declared length or as soon as
 * enough has come; what follows is thrown away without being kept.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return Promise.reject(new BodyError('too large'));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        chunks.length = 0;
        reject(new BodyError('too large'));
      } else chunks.push(chunk);
    });
    request.once('end', () => resolve(chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks)));
    request.once('error', () => reject(new BodyError('aborted')));
    request.once('close', () => {
      // Every request closes in the end: an error is made only for one that closed too early.
      if (!request.complete) reject(new BodyError('aborted'));
    });
  });
}
