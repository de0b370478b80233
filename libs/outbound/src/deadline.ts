import type { Readable } from 'node:stream';

/** The reason of our own time limit, told apart from a time limit the caller put on its signal. */
export class OutOfTime extends Error {}

/** The caller's signal and a total time in one signal. Lets go of the caller's signal at the end, which may live much longer. */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout | undefined;
  private held = false;
  private readonly onAbort = (): void => this.controller.abort(this.caller?.reason);

  /** `totalMs` 0: no time limit. */
  constructor(
    totalMs: number,
    private readonly caller: AbortSignal | undefined,
  ) {
    if (caller?.aborted === true) this.onAbort();
    caller?.addEventListener('abort', this.onAbort, { once: true });
    if (totalMs > 0) this.timer = setTimeout(() => this.controller.abort(new OutOfTime('Out of time')), totalMs);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The caller's signal counts until this body has ended, though the time limit does not. */
  holdFor(body: Readable): void {
    this.held = true;
    body.once('close', () => this.caller?.removeEventListener('abort', this.onAbort));
  }

  /** The timed part is over. */
  stop(): void {
    clearTimeout(this.timer);
    if (!this.held) this.caller?.removeEventListener('abort', this.onAbort);
  }
}
