export interface CircuitOptions {
  /** Failures in a row that open the circuit. */
  readonly failures: number;
  /** How long it stays open before one probe is let through, in milliseconds. */
  readonly openMs: number;
}

export type CircuitState = 'closed' | 'open' | 'half-open';

/** Stops calls to a peer that keeps failing, and lets one probe through after a pause. */
export class CircuitBreaker {
  private failures = 0;
  private openUntil = 0;
  private probing = false;

  constructor(
    private readonly options: CircuitOptions,
    private readonly now: () => number = Date.now,
  ) {}

  get state(): CircuitState {
    if (this.openUntil === 0) return 'closed';
    return this.now() < this.openUntil ? 'open' : 'half-open';
  }

  /** Milliseconds until a call may be tried again; 0 when it may be tried now. */
  get waitMs(): number {
    return Math.max(0, this.openUntil - this.now());
  }

  /** Whether a call may go out now. In the half-open state only the first asker gets a yes. */
  allow(): boolean {
    const state = this.state;
    if (state === 'closed') return true;
    if (state === 'open' || this.probing) return false;
    this.probing = true;
    return true;
  }

  /** The call went well. */
  success(): void {
    this.failures = 0;
    this.openUntil = 0;
    this.probing = false;
  }

  /** The call failed in a way that speaks against the peer. `pauseMs` is the peer's own wish (Retry-After). */
  failure(pauseMs = 0): void {
    this.failures += 1;
    if (this.probing || this.failures >= this.options.failures) this.openUntil = this.now() + Math.max(this.options.openMs, pauseMs);
    this.probing = false;
  }

  /** The call ended without telling anything about the peer (the caller gave up). */
  neutral(): void {
    this.probing = false;
  }

  /** No call goes out for this long, whatever the failure count: the peer asked for it. */
  pause(ms: number): void {
    this.openUntil = Math.max(this.openUntil, this.now() + ms);
    this.probing = false;
  }
}
