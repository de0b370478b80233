import type { Readable } from 'node:stream';
import type { RateLimit } from './token-bucket.js';

/** Milliseconds. 0 switches a limit off. */
export interface Timeouts {
  /** From sending the request until the status line and headers are there (connecting included). */
  readonly headersMs: number;
  /** Longest silence within the body. */
  readonly idleMs: number;
  /** From the first attempt to the last byte, retries and waits included. For streams: to the headers. */
  readonly totalMs: number;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined | readonly (string | number)[]>>;

export interface RequestOptions {
  readonly method?: string;
  /** Added to the URL's query; undefined values are left out, arrays repeat the key. Values are escaped. */
  readonly query?: Query;
  /** Undefined values are left out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Sent as `application/json`. */
  readonly json?: unknown;
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: Query;
  /** Sent as it is; the caller names the content type in `headers`. */
  readonly body?: string | Buffer;
  readonly signal?: AbortSignal;
  readonly timeouts?: Partial<Timeouts>;
  /** Further attempts after a failure that may pass by itself. GET and HEAD only unless `retryUnsafe`. */
  readonly retries?: number;
  /** The caller knows that sending this method twice does no harm. */
  readonly retryUnsafe?: boolean;
  /** Largest answer in bytes, after decompression. */
  readonly maxBytes?: number;
  /** How many redirects are followed. Default 3. Each target is checked like the first one. */
  readonly maxRedirects?: number;
  /** Statuses beside 2xx that are an answer and no error, e.g. `[304, 404]`; `any` for all. */
  readonly accept?: readonly number[] | 'any';
  /** Keep the answer of this GET for so many milliseconds. Only with a cache on the client. */
  readonly cacheMs?: number;
  /** What tells this answer from others, beside the URL (say a language or a user). */
  readonly cacheKey?: string;
}

/** An answer that has been read whole. */
export interface Answer {
  readonly status: number;
  /** Lower-case names; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Where it came from after redirects. */
  readonly url: string;
}

/** An answer whose body still flows. Read it to the end or destroy it. */
export interface StreamAnswer extends Omit<Answer, 'body'> {
  readonly body: Readable;
  /** Declared length in bytes, if any. */
  readonly length: number | undefined;
}

/** Where answers are kept. Keys hold no secrets: they are hashes. */
export interface AnswerCache {
  get(key: string): Promise<Answer | undefined>;
  set(key: string, answer: Answer, ttlMs: number): Promise<void>;
}

/** One finished attempt, for logs and metrics. The URL is redacted. */
export interface OutboundEvent {
  readonly client: string;
  readonly method: string;
  readonly url: string;
  readonly attempt: number;
  readonly ms: number;
  readonly status?: number;
  readonly error?: string;
}

export type { RateLimit };
