import { CircuitBreaker } from '@rumpus/outbound';

interface Base {
  readonly url: string;
  readonly circuit: CircuitBreaker;
}

/**
 * Calls one of several equal servers. The one that last answered goes first; one that fails is left for a while, and the next is tried
 * (music-proxy spec §4.4). A server that is merely slow gets a second one started beside it after `hedgeMs`.
 */
export class BaseUrls {
  private readonly bases: Base[];

  constructor(
    urls: readonly string[],
    private readonly hedgeMs: number,
    now: () => number = Date.now,
  ) {
    this.bases = urls.map((url) => ({ url: url.replace(/\/+$/, ''), circuit: new CircuitBreaker({ failures: 3, openMs: 60_000 }, now) }));
  }

  /** The server the next call goes to. */
  get preferred(): string | undefined {
    return this.usable()[0]?.url;
  }

  /**
   * Runs `call` against servers until one answers. `final` tells failures that no other server would mend.
   * @throws what the last server failed with
   */
  async run<T>(call: (base: string, signal: AbortSignal) => Promise<T>, signal: AbortSignal, final: (error: unknown) => boolean): Promise<T> {
    const queue = this.usable();
    const stop = new AbortController();
    const shared = AbortSignal.any([signal, stop.signal]);
    return await new Promise<T>((resolve, reject) => {
      let running = 0;
      let done = false;
      let hedge: NodeJS.Timeout | undefined;
      const finish = (settle: () => void): void => {
        done = true;
        clearTimeout(hedge);
        settle();
        stop.abort();
      };
      const start = (): void => {
        const base = queue.shift();
        if (!base) return;
        running += 1;
        clearTimeout(hedge);
        hedge = setTimeout(start, this.hedgeMs);
        call(base.url, shared)
          .then(
            (value) => {
              if (done) return;
              base.circuit.success();
              this.prefer(base);
              finish(() => resolve(value));
            },
            (error: Error) => {
              running -= 1;
              if (done) return;
              if (signal.aborted || final(error)) return finish(() => reject(error));
              base.circuit.failure();
              if (queue.length > 0) start();
              else if (running === 0) finish(() => reject(error));
            },
          )
          .catch(reject);
      };
      start();
    });
  }

  /** Servers in working order first; when all rest, all are worth a try. */
  private usable(): Base[] {
    const open = this.bases.filter(({ circuit }) => circuit.state !== 'open');
    return open.length > 0 ? open : [...this.bases];
  }

  private prefer(base: Base): void {
    this.bases.splice(this.bases.indexOf(base), 1);
    this.bases.unshift(base);
  }
}
