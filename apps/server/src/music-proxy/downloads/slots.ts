/** What a slot is asked for. It may be changed while it waits; call {@link Slots.reconsider} then. */
export interface SlotRequest {
  readonly provider: string;
  /** Whose play this is; undefined for work of our own. */
  owner?: string | undefined;
  /** Someone is waiting for sound. */
  interactive: boolean;
  /** Most slots of this owner at a time, when it is not the usual number. */
  most?: number | undefined;
}

export interface SlotLimits {
  readonly total: number;
  readonly perProvider: number;
  readonly perOwner: number;
}

interface Waiting {
  readonly request: SlotRequest;
  readonly start: () => void;
}

/** Bounds how many downloads run at once. Those someone listens to go first, in the order they came. */
export class Slots {
  private readonly running: SlotRequest[] = [];
  private readonly queue: Waiting[] = [];

  constructor(private readonly limits: SlotLimits) {}

  /**
   * Waits for a slot.
   * @returns gives the slot back
   * @throws the signal's reason
   */
  async take(request: SlotRequest, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const waiting: Waiting = { request, start: () => (signal.removeEventListener('abort', leave), resolve()) };
      const leave = (): void => {
        this.queue.splice(this.queue.indexOf(waiting), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.queue.push(waiting);
      this.next();
    });
    let given = true;
    return () => {
      if (given) this.give(request);
      given = false;
    };
  }

  private give(request: SlotRequest): void {
    this.running.splice(this.running.indexOf(request), 1);
    this.next();
  }

  /** A waiting request was changed. */
  reconsider(): void {
    this.next();
  }

  private next(): void {
    const ordered = [...this.queue.filter(({ request }) => request.interactive), ...this.queue.filter(({ request }) => !request.interactive)];
    for (const waiting of ordered) {
      if (!this.fits(waiting.request)) continue;
      this.queue.splice(this.queue.indexOf(waiting), 1);
      this.running.push(waiting.request);
      waiting.start();
    }
  }

  private fits({ provider, owner, most = this.limits.perOwner }: SlotRequest): boolean {
    const count = (test: (one: SlotRequest) => boolean): number => this.running.filter(test).length;
    if (this.running.length >= this.limits.total || count((one) => one.provider === provider) >= this.limits.perProvider) return false;
    return owner === undefined || count((one) => one.owner === owner) < most;
  }
}
