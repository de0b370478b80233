/** What a slot is asked for. */
export interface SlotRequest {
  readonly provider: string;
  /** Whose play this is; undefined for work of our own. */
  readonly owner?: string | undefined;
  /** Someone is waiting for sound. */
  readonly interactive: boolean;
}

export interface SlotLimits {
  readonly total: number;
  readonly perProvider: number;
  readonly perOwner: number;
}

interface Waiting extends SlotRequest {
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
      const waiting: Waiting = { ...request, start: () => (signal.removeEventListener('abort', leave), resolve()) };
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
    const at = this.running.findIndex((one) => one.provider === request.provider && one.owner === request.owner && one.interactive === request.interactive);
    this.running.splice(at, 1);
    this.next();
  }

  private next(): void {
    const ordered = [...this.queue.filter((one) => one.interactive), ...this.queue.filter((one) => !one.interactive)];
    for (const waiting of ordered) {
      if (!this.fits(waiting)) continue;
      this.queue.splice(this.queue.indexOf(waiting), 1);
      this.running.push({ provider: waiting.provider, owner: waiting.owner, interactive: waiting.interactive });
      waiting.start();
    }
  }

  private fits({ provider, owner }: SlotRequest): boolean {
    const count = (test: (one: SlotRequest) => boolean): number => this.running.filter(test).length;
    if (this.running.length >= this.limits.total || count((one) => one.provider === provider) >= this.limits.perProvider) return false;
    return owner === undefined || count((one) => one.owner === owner) < this.limits.perOwner;
  }
}
