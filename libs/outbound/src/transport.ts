import type { Readable } from 'node:stream';
import { errors, request } from 'undici';
import { flattenHeaders } from './body.js';
import { OutOfTime } from './deadline.js';
import type { DestinationGuard } from './destination-guard.js';
import { OutboundError } from './outbound-error.js';

/** One request on its way to one origin; redirects are followed here. */
export interface Outgoing {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
  readonly signal: AbortSignal;
  readonly headersMs: number;
  readonly idleMs: number;
  readonly maxRedirects: number;
}

export interface Incoming {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Readable;
  readonly url: URL;
}

const redirects = new Set([301, 302, 303, 307, 308]);
const boundToOrigin = new Set(['authorization', 'cookie', 'proxy-authorization']);

/**
 * Sends and follows redirects, checking every target. Headers with credentials are not carried to another origin.
 * @throws OutboundError `blocked`, `connect`, `timeout`, `cut` or `aborted`
 */
export async function exchange(guard: DestinationGuard, outgoing: Outgoing): Promise<Incoming> {
  let current = outgoing;
  for (let hop = 0; ; hop += 1) {
    const incoming = await send(guard, current);
    const location = incoming.headers['location'];
    if (!redirects.has(incoming.status) || location === undefined || outgoing.maxRedirects === 0) return incoming;
    incoming.body.on('error', () => undefined).destroy();
    if (hop >= outgoing.maxRedirects) throw new OutboundError('blocked', `${outgoing.url.origin} redirects too often`);
    current = redirected(current, incoming.status, location);
  }
}

function redirected(from: Outgoing, status: number, location: string): Outgoing {
  if (!URL.canParse(location, from.url.href)) throw new OutboundError('content', `${from.url.origin} redirects to something that is no URL`);
  const url = new URL(location, from.url);
  const toGet = status === 303 || ((status === 301 || status === 302) && from.method === 'POST');
  const sameOrigin = url.origin === from.url.origin;
  const headers = Object.fromEntries(
    Object.entries(from.headers).filter(([name]) => (sameOrigin || !boundToOrigin.has(name.toLowerCase())) && !(toGet && /^content-/i.test(name))),
  );
  return { ...from, url, headers, ...(toGet ? { method: from.method === 'HEAD' ? 'HEAD' : 'GET', body: undefined } : {}) };
}

async function send(guard: DestinationGuard, { url, method, headers, body, signal, headersMs, idleMs }: Outgoing): Promise<Incoming> {
  const dispatcher = guard.dispatcherFor(url);
  try {
    const answer = await request(url.href, {
      dispatcher,
      method: method as 'GET',
      headers,
      body: body ?? null,
      signal,
      headersTimeout: headersMs,
      bodyTimeout: idleMs,
    });
    return { status: answer.statusCode, headers: flattenHeaders(answer.headers), body: answer.body, url };
  } catch (error) {
    throw asOutboundError(error, url, signal);
  }
}

/** Puts a network failure in our own terms; errors that are ours already stay as they are. */
export function asOutboundError(error: unknown, url: URL, signal: AbortSignal | undefined): OutboundError {
  if (error instanceof OutboundError) return error;
  if (signal?.aborted === true) {
    const timedOut = signal.reason instanceof OutOfTime;
    return new OutboundError(timedOut ? 'timeout' : 'aborted', timedOut ? `${url.origin} took too long` : `The call to ${url.origin} was given up`, { cause: error });
  }
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  if (error instanceof errors.ConnectTimeoutError || error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError) {
    return new OutboundError('timeout', `${url.origin} took too long`, { cause: error });
  }
  if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR') || code.startsWith('ERR_PADDING')) {
    return new OutboundError('content', `${url.origin} sent a body that does not unpack`, { cause: error });
  }
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE' || code.startsWith('HPE_') || error instanceof errors.ResponseContentLengthMismatchError) {
    return new OutboundError('cut', `${url.origin} closed the connection`, { cause: error });
  }
  return new OutboundError('connect', `${url.origin} cannot be reached${code === '' ? '' : ` (${code})`}`, { cause: error });
}
