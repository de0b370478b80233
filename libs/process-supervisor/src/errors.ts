/**
 * - `invalid-state`: the call does not fit the state, e.g. a second start.
 * - `spawn-failed`: the program could not be started.
 * - `unkillable`: still alive after SIGKILL (usually stuck in the kernel).
 */
export type SupervisorErrorCode = 'invalid-state' | 'spawn-failed' | 'unkillable';

/** An expected failure of supervision. */
export class SupervisorError extends Error {
  constructor(
    readonly code: SupervisorErrorCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SupervisorError';
  }
}
