import { DomainError, type ErrorKind } from '@rumpus/errors';

/** The error codes of Languard's API with their HTTP status (arma-servers spec §1.1). */
export const LANGUARD_STATUS = {
  VALIDATION_ERROR: 400,
  BAD_FILENAME: 400,
  BAD_PBO: 400,
  BAD_BACKUP: 400,
  CONFIG_INJECTION: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  EXE_NOT_ALLOWED: 403,
  PATH_NOT_ALLOWED: 403,
  NOT_FOUND: 404,
  SERVER_ALREADY_RUNNING: 409,
  SERVER_NOT_RUNNING: 409,
  INVALID_TRANSITION: 409,
  PORT_IN_USE: 409,
  NAME_TAKEN: 409,
  MISSION_IN_ROTATION: 409,
  MOD_IN_USE: 409,
  REVISION_CONFLICT: 409,
  OWNED_BY_OTHER_HOST: 409,
  JOB_RUNNING: 409,
  UPLOAD_TOO_LARGE: 413,
  EXE_MISSING: 422,
  CONFIG_WRITE_FAILED: 422,
  MOD_FOLDER_MISSING: 422,
  MISSION_FILE_MISSING: 422,
  KEYS_MISSING: 422,
  STEAM_ACCOUNT_NEEDED: 422,
  RATE_LIMITED: 429,
  RCON_REFUSED: 502,
  RCON_COMMAND_DISALLOWED: 502,
  RCON_UNAVAILABLE: 503,
  DB_BUSY: 503,
  HOST_AWAY: 503,
  SHUTTING_DOWN: 503,
  HOST_TIMEOUT: 504,
  RCON_TIMEOUT: 504,
  STOP_TIMEOUT: 504,
  DISK_FULL: 507,
} as const;

export type LanguardCode = keyof typeof LANGUARD_STATUS;

const KIND_OF_STATUS: Readonly<Record<number, ErrorKind>> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  413: 'too-large',
  422: 'invalid',
  429: 'too-many',
};

/** One fault of an input, as `details` of a `VALIDATION_ERROR` lists them. */
export interface FieldFault {
  path: string;
  rule: string;
  message: string;
}

/** A failure in the terms of Languard's API; `details` are machine-readable. */
export class LanguardError extends DomainError {
  constructor(
    override readonly code: LanguardCode,
    message: string,
    readonly details: unknown = null,
    cause?: unknown,
  ) {
    super(KIND_OF_STATUS[LANGUARD_STATUS[code]] ?? 'unavailable', message, { code, cause });
    this.name = 'LanguardError';
  }
}

/** There is no such thing, or the caller must not learn of it. */
export const missing = (resource: string): LanguardError => new LanguardError('NOT_FOUND', `No such ${resource}`, { resource });

/** Input that breaks rules: each fault with the field's path. */
export const invalidInput = (...faults: FieldFault[]): LanguardError =>
  new LanguardError('VALIDATION_ERROR', faults.map((fault) => `${fault.path}: ${fault.message}`).join('; '), faults);
