/** What went wrong, in terms every wire dialect can translate. One filter per dialect maps it to its own answer. */
export type ErrorKind =
  | 'invalid' // the input breaks a rule; `field` names it
  | 'unauthenticated' // nobody we know
  | 'forbidden' // known, but not allowed
  | 'not-found'
  | 'conflict' // true state differs from what the caller assumed
  | 'gone'
  | 'too-large'
  | 'too-many' // rate or quota
  | 'unavailable' // a dependency is away; trying again may help
  | 'unsupported'
  | 'internal';

export interface DomainErrorOptions {
  /** The input field at fault, as the caller spells it. */
  field?: string;
  /** A stable machine-readable word, e.g. `last_admin`. */
  code?: string;
  /** Seconds after which a retry makes sense (`too-many`, `unavailable`). */
  retryAfter?: number;
  cause?: unknown;
}

/**
 * An expected failure. Services throw it with a message meant for the caller: no secret, path or stack belongs in it.
 * Anything else that is thrown counts as a fault of ours and is answered with a plain 500 and a correlation id.
 */
export class DomainError extends Error {
  readonly field: string | undefined;
  readonly code: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(
    readonly kind: ErrorKind,
    message: string,
    options: DomainErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DomainError';
    this.field = options.field;
    this.code = options.code;
    this.retryAfter = options.retryAfter;
  }
}

/** The input breaks a rule. */
export const invalid = (message: string, field?: string, options: DomainErrorOptions = {}): DomainError =>
  new DomainError('invalid', message, field === undefined ? options : { ...options, field });
/** Nobody we know: the caller has to sign in. */
export const unauthenticated = (message = 'Not authenticated', options?: DomainErrorOptions): DomainError =>
  new DomainError('unauthenticated', message, options);
/** Known, but not allowed. */
export const forbidden = (message = 'Forbidden', options?: DomainErrorOptions): DomainError =>
  new DomainError('forbidden', message, options);
/** There is no such thing, or the caller must not learn that there is. */
export const notFound = (message: string, options?: DomainErrorOptions): DomainError =>
  new DomainError('not-found', message, options);
/** The state differs from what the caller assumed. */
export const conflict = (message: string, options?: DomainErrorOptions): DomainError =>
  new DomainError('conflict', message, options);
/** More bytes, entries or depth than we take. */
export const tooLarge = (message: string, options?: DomainErrorOptions): DomainError =>
  new DomainError('too-large', message, options);
/** Too many calls in a time; `retryAfter` is in seconds. */
export const tooMany = (message: string, retryAfter?: number): DomainError =>
  new DomainError('too-many', message, retryAfter === undefined ? {} : { retryAfter });
/** A dependency is away; trying again may help. */
export const unavailable = (message: string, options?: DomainErrorOptions): DomainError =>
  new DomainError('unavailable', message, options);

/** The HTTP status of each kind, for dialects that speak plain HTTP. */
export const httpStatusOf: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  'too-many': 429,
  unavailable: 503,
  unsupported: 415,
  internal: 500,
};
