interface Flight<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiters: number;
}

/**
 * Shares one run among callers that ask for the same thing at the same time. A caller whose signal fires leaves alone; the run itself
 * is aborted when the last one has left.
 */
export class Collapser<T> {
  private readonly flights = new Map<string, Flight<T>>();

  /** Joins the run under `key` or starts it. `run` gets the signal of the shared run. */
  async run(key: string, signal: AbortSignal | undefined, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    const flight = this.flights.get(key) ?? this.start(key, run);
    flight.waiters += 1;
    return await new Promise<T>((resolve, reject) => {
      const onAbort = (): void => {
        flight.waiters -= 1;
        if (flight.waiters === 0) {
          this.forget(key, flight);
          flight.controller.abort(signal?.reason);
        }
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      flight.result.then(resolve, reject).finally(() => signal?.removeEventListener('abort', onAbort));
    });
  }

  private start(key: string, run: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const flight: Flight<T> = { controller, waiters: 0, result: run(controller.signal).finally(() => this.forget(key, flight)) };
    flight.result.catch(() => undefined);
    this.flights.set(key, flight);
    return flight;
  }

  private forget(key: string, flight: Flight<T>): void {
    if (this.flights.get(key) === flight) this.flights.delete(key);
  }
}
