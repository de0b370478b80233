/**
 * Why a command got no usable answer.
 *
 * - `refused`: the server said the password is wrong; the client stops trying until {@link RconClient.retry}.
 * - `timeout`: sent, resent, no complete answer in time. The command may have been executed.
 * - `unavailable`: not logged in, or the link died while the command was under way.
 * - `disallowed`: the server answered `Disallowed command`.
 * - `invalid-command`: the text can't be sent safely (control characters, too long).
 * - `busy`: too many commands are waiting.
 * - `closed`: {@link RconClient.close} was called.
 */
export type RconErrorCode = 'refused' | 'timeout' | 'unavailable' | 'disallowed' | 'invalid-command' | 'busy' | 'closed';

/** An expected failure of an RCon command or login. */
export class RconError extends Error {
  constructor(
    readonly code: RconErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'RconError';
  }
}
