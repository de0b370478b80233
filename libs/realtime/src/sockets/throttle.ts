/** Four a second: quick enough for an eye, slow enough for a phone. */
const INTERVAL = 250;

interface Pending {
  timer: NodeJS.Timeout;
  next: (() => void) | undefined;
}

/** Lets the first call of a key through at once, then the newest one every quarter of a second; the last one always goes out. */
export class Throttle {
  readonly #keys = new Map<string, Pending>();

  run(key: string, send: () => void): void {
    const pending = this.#keys.get(key);
    if (pending !== undefined) {
      pending.next = send;
      return;
    }
    send();
    this.#wait(key);
  }

  /** Sends what waits under one key now; the key starts afresh. */
  settle(key: string): void {
    const pending = this.#keys.get(key);
    if (pending === undefined) return;
    clearTimeout(pending.timer);
    this.#keys.delete(key);
    pending.next?.();
  }

  /** Sends what waits and forgets all keys. */
  flush(): void {
    for (const { timer, next } of this.#keys.values()) {
      clearTimeout(timer);
      next?.();
    }
    this.#keys.clear();
  }

  #wait(key: string): void {
    const pending: Pending = { timer: setTimeout(() => this.#due(key, pending), INTERVAL), next: undefined };
    pending.timer.unref();
    this.#keys.set(key, pending);
  }

  #due(key: string, { next }: Pending): void {
    this.#keys.delete(key);
    if (next === undefined) return;
    next();
    this.#wait(key);
  }
}
