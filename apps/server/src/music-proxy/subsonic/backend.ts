import { HttpClient, OutboundError, type OutboundEvent } from '@rumpus/outbound';
import { z } from 'zod';
import { SubsonicFault, type SubsonicCall } from './call.js';
import { SubsonicError, type Envelope } from './envelope.js';

export interface BackendOptions {
  /** `http://10.0.0.5:4533`, with a path if it lives under one. */
  readonly url: string;
  readonly timeoutMs: number;
  readonly hop: string;
  readonly onEvent?: (event: OutboundEvent) => void;
}

const envelopeAnswer = z.object({ 'subsonic-response': z.looseObject({ status: z.string() }) });

/** The Subsonic server behind the proxy, asked in JSON with the caller's own credentials. */
export class SubsonicBackend {
  private http: HttpClient;

  constructor(options: BackendOptions) {
    this.http = clientFor(options);
  }

  /** Goes on with another server. Calls that run fail; their callers are told that the server cannot be reached. */
  async retarget(options: BackendOptions): Promise<void> {
    const before = this.http;
    this.http = clientFor(options);
    await before.close();
  }

  /**
   * The caller's own call, with some parameters changed and the answer in JSON. Form stays form, query stays query.
   * @throws OutboundError when the backend is away or does not answer in the protocol
   */
  async ask(call: SubsonicCall, changes: Readonly<Record<string, string | readonly string[] | undefined>> = {}, method = call.method): Promise<Envelope> {
    const { query, form } = call.parameters.with({ ...changes, f: 'json', callback: undefined });
    const answer = await this.http.json(`/rest/${method}.view${query === '' ? '' : `?${query}`}`, envelopeAnswer, {
      // Some servers send their error documents with an error status; whatever carries an envelope is an answer.
      accept: 'any',
      method: form === undefined ? 'GET' : 'POST',
      ...(form === undefined ? {} : { body: form }),
      headers: { ...clientHeaders(call), ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) },
      signal: call.signal,
    });
    return answer['subsonic-response'] as Envelope;
  }

  /** Whether the server answers at all, and what it says about itself. */
  async ping(credentials: Readonly<Record<string, string>> = {}): Promise<Envelope> {
    const answer = await this.http.json('/rest/ping.view', envelopeAnswer, { query: { v: '1.16.1', c: 'rumpus', f: 'json', ...credentials }, accept: 'any', timeouts: { totalMs: 5000 } });
    return answer['subsonic-response'] as Envelope;
  }

  /** A call with an account of the operator's. */
  async read(method: string, query: Readonly<Record<string, string>>): Promise<Envelope> {
    const answer = await this.http.json(`/rest/${method}.view`, envelopeAnswer, { query: { v: '1.16.1', c: 'rumpus', f: 'json', ...query }, accept: 'any' });
    return answer['subsonic-response'] as Envelope;
  }

  async close(): Promise<void> {
    await this.http.close();
  }
}

function clientFor(options: BackendOptions): HttpClient {
  return new HttpClient({
    name: 'subsonic backend',
    baseUrl: options.url,
    allowOrigins: [options.url],
    timeouts: { connectMs: 2000, headersMs: Math.min(15_000, options.timeoutMs), totalMs: options.timeoutMs },
    retries: 0,
    circuit: false,
    maxBytes: 64 * 1024 * 1024,
    headers: { 'x-music-proxy-hop': options.hop },
    ...(options.onEvent ? { onEvent: options.onEvent } : {}),
  });
}

/** An account as the protocol takes it, the password not readable at a glance. */
export function passwordCredentials(user: string, password: string): Record<string, string> {
  return { u: user, p: `enc:${Buffer.from(password, 'utf8').toString('hex')}` };
}

/** What a backend may want to know about the real client. */
function clientHeaders({ req }: SubsonicCall): Record<string, string | undefined> {
  const pick = (name: string): string | undefined => {
    const value = req.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const forwarded = [pick('x-forwarded-for'), req.socket.remoteAddress].filter((one) => one !== undefined).join(', ');
  return {
    authorization: pick('authorization'),
    cookie: pick('cookie'),
    'user-agent': pick('user-agent'),
    'x-nd-authorization': pick('x-nd-authorization'),
    'x-nd-client-unique-id': pick('x-nd-client-unique-id'),
    'x-forwarded-for': forwarded,
  };
}

/** The fault a client sees when the backend gave no answer of the protocol: an error, never an empty library. */
export function backendFault(error: unknown): unknown {
  if (!(error instanceof OutboundError)) return error;
  return new SubsonicFault(SubsonicError.generic, error.reason === 'content' ? 'The music server gave an answer that is not Subsonic' : 'The music server cannot be reached');
}
