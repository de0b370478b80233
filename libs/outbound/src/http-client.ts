import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import { declaredLength, readBody } from './body.js';
import { CircuitBreaker, type CircuitOptions, type CircuitState } from './circuit-breaker.js';
import { Collapser } from './collapser.js';
import { Deadline } from './deadline.js';
import { DestinationGuard, type DestinationRules } from './destination-guard.js';
import { OutboundError } from './outbound-error.js';
import { methodOf, payloadOf, sharedKey, targetOf } from './payload.js';
import { redactUrl } from './redact.js';
import type { Answer, AnswerCache, OutboundEvent, RequestOptions, StreamAnswer, Timeouts } from './request.js';
import { backoffMs, blamesPeer, isPassing, retryAfterMs } from './retry.js';
import { TokenBucket, type RateLimit } from './token-bucket.js';
import { asOutboundError, exchange, type Incoming } from './transport.js';

export interface HttpClientOptions extends DestinationRules {
  /** Who calls, for logs and health (`igdb`, `deezer`). */
  readonly name: string;
  /** Prefix of relative URLs. */
  readonly baseUrl?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeouts?: Partial<Timeouts & { connectMs: number }>;
  /** Further attempts by default. Default 1. */
  readonly retries?: number;
  /** First back-off pause in milliseconds. Default 200. */
  readonly backoffBaseMs?: number;
  /** Longest Retry-After the client waits out itself; a longer one fails the call. Default 5 s. */
  readonly maxRetryAfterMs?: number;
  /** Limit per host. */
  readonly rateLimit?: RateLimit;
  /** Longest wait for a turn under the rate limit. Default 10 s. */
  readonly maxQueueMs?: number;
  /** Circuit per origin. Default: 5 failures in a row, 30 s. `false` switches it off. */
  readonly circuit?: CircuitOptions | false;
  readonly maxBytes?: number;
  readonly cache?: AnswerCache;
  /** Open connections per origin. */
  readonly connections?: number;
  readonly onEvent?: (event: OutboundEvent) => void;
}

/** What is known about a peer, for health pages. */
export interface PeerHealth {
  readonly origin: string;
  readonly circuit: CircuitState;
  readonly lastError: string | undefined;
  /** Milliseconds of the last good call up to its headers. */
  readonly latencyMs: number | undefined;
}

interface Peer {
  readonly circuit: CircuitBreaker | undefined;
  readonly bucket: TokenBucket | undefined;
  lastError?: string | undefined;
  latencyMs?: number;
}

const defaults = { connectMs: 3000, headersMs: 10_000, idleMs: 30_000, totalMs: 30_000 };

/**
 * Calls other servers: with time-outs, retries, rate limits, a circuit breaker, size limits, a guard against private addresses, and
 * logs without secrets. One client per kind of peer; it owns its connections, so `close()` it at the end.
 */
export class HttpClient {
  private readonly guard: DestinationGuard;
  private readonly peers = new Map<string, Peer>();
  private readonly collapser = new Collapser<Answer>();

  constructor(private readonly options: HttpClientOptions) {
    this.guard = new DestinationGuard(options, {
      connectMs: options.timeouts?.connectMs ?? defaults.connectMs,
      ...(options.connections === undefined ? {} : { connections: options.connections }),
    });
  }

  /**
   * Reads an answer whole. Identical GETs that run at the same time share one call.
   * @throws OutboundError
   */
  async request(url: string | URL, options: RequestOptions = {}): Promise<Answer> {
    return await this.shared(url, options, () => undefined);
  }

  /**
   * Reads JSON through a schema.
   * @throws OutboundError `content` when it is not JSON or does not fit the schema
   */
  async json<S extends z.ZodType>(url: string | URL, schema: S, options: RequestOptions = {}): Promise<z.output<S>> {
    let parsed: { data: z.output<S> } | undefined;
    const check = (answer: Answer): void => {
      parsed = { data: parseJson(answer, schema) };
    };
    const answer = await this.shared(url, { ...options, headers: { accept: 'application/json', ...options.headers } }, check);
    return parsed ? parsed.data : parseJson(answer, schema);
  }

  /**
   * Starts reading an answer. The caller reads `body` to the end or destroys it; only silence within the body is timed.
   * @throws OutboundError up to the headers; later failures are errors of `body`
   */
  async stream(url: string | URL, options: RequestOptions = {}): Promise<StreamAnswer> {
    const target = targetOf(this.options.baseUrl, url, options.query);
    return await this.withRetries(target, options, async (incoming, deadline) => {
      const length = declaredLength(incoming.headers);
      if (options.maxBytes !== undefined && length !== undefined && length > options.maxBytes) {
        incoming.body.on('error', () => undefined).destroy();
        throw new OutboundError('too-large', `${incoming.url.origin} would send ${length} bytes, more than the ${options.maxBytes} allowed`);
      }
      deadline.holdFor(incoming.body);
      return { status: incoming.status, headers: incoming.headers, body: incoming.body, url: incoming.url.href, length };
    });
  }

  /** What is known about each origin called so far. */
  health(): PeerHealth[] {
    return [...this.peers].map(([origin, peer]) => ({
      origin,
      circuit: peer.circuit?.state ?? 'closed',
      lastError: peer.lastError,
      latencyMs: peer.latencyMs,
    }));
  }

  /** Ends all connections; running calls fail. */
  async close(): Promise<void> {
    await this.guard.close();
  }

  private async shared(url: string | URL, options: RequestOptions, check: (answer: Answer) => void): Promise<Answer> {
    const target = targetOf(this.options.baseUrl, url, options.query);
    const key = sharedKey(target, options, this.options.headers);
    if (key === undefined) return await this.readWhole(target, options, check);
    const { cache } = this.options;
    const cached = options.cacheMs === undefined ? undefined : await cache?.get(key);
    if (cached) return cached;
    const run = async (signal: AbortSignal): Promise<Answer> => {
      const answer = await this.readWhole(target, { ...options, signal }, check);
      if (options.cacheMs !== undefined && answer.status < 300) await cache?.set(key, answer, options.cacheMs);
      return answer;
    };
    return await this.collapser.run(key, options.signal, run).catch((error: unknown) => {
      throw asOutboundError(error, target, options.signal);
    });
  }

  /** `check` throws when the answer is not what the caller can use; that counts against the peer and is never cached. */
  private async readWhole(target: URL, options: RequestOptions, check: (answer: Answer) => void): Promise<Answer> {
    const maxBytes = options.maxBytes ?? this.options.maxBytes ?? 10 * 1024 * 1024;
    const headers = { 'accept-encoding': 'gzip, br', ...options.headers };
    return await this.withRetries(target, { ...options, headers }, async (incoming, deadline) => {
      try {
        const body = await readBody(incoming.body, incoming.headers, maxBytes);
        const answer = { status: incoming.status, headers: incoming.headers, body, url: incoming.url.href };
        check(answer);
        return answer;
      } catch (error) {
        throw asOutboundError(error, incoming.url, deadline.signal);
      }
    });
  }

  private async withRetries<T>(target: URL, options: RequestOptions, read: (incoming: Incoming, deadline: Deadline) => Promise<T>): Promise<T> {
    const method = methodOf(options);
    const safe = method === 'GET' || method === 'HEAD' || options.retryUnsafe === true;
    const retries = safe ? (options.retries ?? this.options.retries ?? 1) : 0;
    const timeouts = { ...defaults, ...this.options.timeouts, ...options.timeouts };
    const deadline = new Deadline(timeouts.totalMs, options.signal);
    try {
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await this.attempt(target, method, options, { ...timeouts, attempt, deadline }, read);
        } catch (error) {
          const askedMs = error instanceof OutboundError ? (error.retryAfter ?? 0) * 1000 : 0;
          if (attempt >= retries || !isPassing(error) || deadline.signal.aborted || askedMs > (this.options.maxRetryAfterMs ?? 5000)) throw error;
          await delay(backoffMs(attempt, askedMs, this.options.backoffBaseMs), undefined, { signal: deadline.signal }).catch(() => {
            throw error;
          });
        }
      }
    } finally {
      deadline.stop();
    }
  }

  private async attempt<T>(
    target: URL,
    method: string,
    options: RequestOptions,
    run: { attempt: number; deadline: Deadline; headersMs: number; idleMs: number },
    read: (incoming: Incoming, deadline: Deadline) => Promise<T>,
  ): Promise<T> {
    const peer = this.peer(target);
    if (peer.circuit?.allow() === false) {
      throw new OutboundError('circuit', `${target.origin} keeps failing and rests`, { retryAfter: Math.max(1, Math.ceil(peer.circuit.waitMs / 1000)) });
    }
    const startedAt = performance.now();
    let status: number | undefined;
    try {
      await peer.bucket?.take(this.options.maxQueueMs ?? 10_000, run.deadline.signal);
      const incoming = await exchange(this.guard, {
        url: target,
        method,
        ...payloadOf(options, this.options.headers),
        signal: run.deadline.signal,
        headersMs: run.headersMs,
        idleMs: run.idleMs,
        maxRedirects: options.maxRedirects ?? 3,
      });
      status = incoming.status;
      const latencyMs = performance.now() - startedAt;
      await refuseStatus(incoming, options.accept);
      const result = await read(incoming, run.deadline);
      Object.assign(peer, { latencyMs: Math.round(latencyMs), lastError: undefined });
      peer.circuit?.success();
      this.report(target, method, run.attempt, startedAt, status);
      return result;
    } catch (thrown) {
      const error = asOutboundError(thrown, target, run.deadline.signal);
      this.blame(peer, error);
      this.report(target, method, run.attempt, startedAt, status, error.message);
      throw error;
    }
  }

  private blame(peer: Peer, error: OutboundError): void {
    if (!blamesPeer(error)) {
      peer.circuit?.neutral();
      return;
    }
    peer.lastError = error.message;
    peer.circuit?.failure((error.retryAfter ?? 0) * 1000);
  }

  private report(target: URL, method: string, attempt: number, startedAt: number, status: number | undefined, error?: string): void {
    this.options.onEvent?.({
      client: this.options.name,
      method,
      url: redactUrl(target.href),
      attempt,
      ms: Math.round(performance.now() - startedAt),
      ...(status === undefined ? {} : { status }),
      ...(error === undefined ? {} : { error }),
    });
  }

  private peer(url: URL): Peer {
    let peer = this.peers.get(url.origin);
    if (!peer) {
      const { circuit = { failures: 5, openMs: 30_000 }, rateLimit } = this.options;
      peer = { circuit: circuit === false ? undefined : new CircuitBreaker(circuit), bucket: rateLimit && new TokenBucket(rateLimit) };
      this.peers.set(url.origin, peer);
    }
    return peer;
  }
}

async function refuseStatus(incoming: Incoming, accept: RequestOptions['accept']): Promise<void> {
  const { status, headers } = incoming;
  if ((status >= 200 && status < 300) || accept === 'any' || accept?.includes(status) === true) return;
  const body = await readBody(incoming.body, headers, 16_384).catch(() => Buffer.alloc(0));
  const askedMs = retryAfterMs(headers['retry-after']);
  throw new OutboundError('status', `${incoming.url.origin} answered ${status}`, {
    status,
    body: body.toString('utf8'),
    ...(askedMs === undefined ? {} : { retryAfter: Math.ceil(askedMs / 1000) }),
  });
}

function parseJson<S extends z.ZodType>(answer: Answer, schema: S): z.output<S> {
  let data: unknown;
  try {
    data = JSON.parse(answer.body.toString('utf8')) as unknown;
  } catch (cause) {
    throw new OutboundError('content', `${new URL(answer.url).origin} did not answer with JSON`, { cause });
  }
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.length ? issue.path.join('.') : 'the top';
  throw new OutboundError('content', `${new URL(answer.url).origin} gave an unexpected answer at ${where}: ${issue?.message ?? 'unknown'}`);
}
