import { DomainError, type DomainErrorOptions, type ErrorKind } from '@rumpus/errors';

/**
 * Why an outgoing call failed.
 * - `blocked`: the address, port, scheme or host is not allowed; nothing was sent
 * - `circuit`: the peer failed too often lately; nothing was sent
 * - `throttled`: our own rate limit would make the caller wait too long; nothing was sent
 * - `connect`, `timeout`, `cut`: the network failed before, while waiting for, or within the answer
 * - `status`: the peer answered with a status the caller did not expect
 * - `content`: the answer is not what it should be (not JSON, wrong shape, bad compression)
 * - `too-large`: the answer exceeds the caller's limit
 * - `aborted`: the caller's signal fired
 */
export type OutboundReason = 'blocked' | 'circuit' | 'throttled' | 'connect' | 'timeout' | 'cut' | 'status' | 'content' | 'too-large' | 'aborted';

const kindOf: Readonly<Record<OutboundReason, ErrorKind>> = {
  blocked: 'invalid',
  circuit: 'unavailable',
  throttled: 'too-many',
  connect: 'unavailable',
  timeout: 'unavailable',
  cut: 'unavailable',
  status: 'unavailable',
  content: 'unavailable',
  'too-large': 'too-large',
  aborted: 'unavailable',
};

export interface OutboundErrorOptions extends DomainErrorOptions {
  /** Status of the peer's answer, for reason `status`. */
  status?: number;
  /** The first kilobytes of the peer's error body, for reason `status`: peers often explain themselves there. */
  body?: string;
}

/** A failed outgoing call. The message names the peer's origin and never a query, header or credential. */
export class OutboundError extends DomainError {
  readonly status: number | undefined;
  readonly body: string | undefined;

  constructor(
    readonly reason: OutboundReason,
    message: string,
    options: OutboundErrorOptions = {},
  ) {
    super(reason === 'status' && options.status === 404 ? 'not-found' : kindOf[reason], message, { code: `outbound_${reason}`, ...options });
    this.name = 'OutboundError';
    this.status = options.status;
    this.body = options.body;
  }
}
