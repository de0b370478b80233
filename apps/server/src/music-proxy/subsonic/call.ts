import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { DomainError, invalid } from '@rumpus/errors';
import { looksExternal, parseExternalId, type ExternalId } from '../core/external-id.js';
import { errorEnvelope, ownServerFields, render, SubsonicError, type Envelope } from './envelope.js';
import type { Parameters } from './parameters.js';

/** An answer of the protocol that says no; endpoints throw it. */
export class SubsonicFault extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** An envelope to be sent as it is, such as the backend's own refusal. */
export class AnswerAsIs extends Error {
  constructor(readonly envelope: Envelope) {
    super('answered');
  }
}

/** One call of a client: what it asks, and how to answer it. */
export class SubsonicCall {
  readonly signal: AbortSignal;

  constructor(
    readonly req: IncomingMessage,
    readonly res: ServerResponse,
    /** Method name without path and `.view`: `search3`. */
    readonly method: string,
    readonly parameters: Parameters,
    /** The body of a form post, read whole; undefined when there is none. */
    readonly body: Buffer | undefined,
  ) {
    const gone = new AbortController();
    // After a whole answer there is nothing left to give up.
    res.once('close', () => {
      if (!res.writableFinished) gone.abort();
    });
    this.signal = gone.signal;
  }

  /** Whose favourites and queues these are. The backend has accepted the credentials wherever this is used. */
  get user(): string {
    const key = this.parameters.get('apiKey');
    const name = this.parameters.get('u');
    if (name !== undefined) return name.toLowerCase();
    return key === undefined ? '' : `key:${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;
  }

  /** The values of a parameter, those of ours parsed. One that claims to be ours but is malformed is not found. */
  ids(name: string): { external: ExternalId[]; local: string[] } {
    const external: ExternalId[] = [];
    const local: string[] = [];
    for (const text of this.parameters.all(name)) {
      const parsed = parseExternalId(text);
      if (parsed) external.push(parsed);
      else if (looksExternal(text)) throw new SubsonicFault(SubsonicError.notFound, 'No such item');
      else local.push(text);
    }
    return { external, local };
  }

  /** The id under a name when it is one of ours; undefined when it is the backend's or absent (the backend then says so itself). */
  externalId(name = 'id'): ExternalId | undefined {
    return this.ids(name).external[0];
  }

  send(envelope: Envelope): void {
    if (this.res.headersSent || this.res.destroyed) return;
    const { contentType, body } = render(envelope, this.parameters);
    this.res.writeHead(200, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body) });
    this.res.end(this.req.method === 'HEAD' ? undefined : body);
  }

  /** Errors are HTTP 200 in the client's format (music-proxy spec §2.2). */
  fail(error: unknown): void {
    if (error instanceof AnswerAsIs) return this.send(error.envelope);
    const { code, message } = describe(error);
    this.send(errorEnvelope(ownServerFields, code, message));
  }
}

function describe(error: unknown): { code: number; message: string } {
  if (error instanceof SubsonicFault) return error;
  if (!(error instanceof DomainError)) return { code: SubsonicError.generic, message: 'Something went wrong' };
  if (error.kind === 'not-found') return { code: SubsonicError.notFound, message: error.message };
  return { code: SubsonicError.generic, message: error.message };
}

const maxFormBytes = 1024 * 1024;

/**
 * Reads a form body whole.
 * @throws DomainError `invalid` above a megabyte; the rest is then thrown away as it comes, so that the answer still reaches the client
 */
export async function readForm(req: IncomingMessage): Promise<Buffer> {
  return await new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxFormBytes) chunks.push(chunk);
      else reject(invalid('The form is too large'));
    });
    req.once('end', () => resolve(Buffer.concat(chunks)));
    req.once('error', reject);
    req.once('close', () => reject(invalid('The form broke off')));
  });
}
