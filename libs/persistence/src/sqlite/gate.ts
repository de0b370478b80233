import { AsyncLocalStorage } from 'node:async_hooks';

/** The transaction that the running code is inside of, if any. */
interface Scope {
  holds: boolean;
  readonly outer: Scope | undefined;
}

const scopes = new AsyncLocalStorage<Scope>();

/** Runs the body of one transaction, so that a write of its own that bypasses it can be told from one of others. */
export const inScope = async <T>(work: () => Promise<T>): Promise<T> => scopes.run({ holds: false, outer: scopes.getStore() }, work);

/** Whether the code runs inside of a transaction that is open. */
function insideOpen(scope: Scope | undefined): boolean {
  return scope !== undefined && (scope.holds || insideOpen(scope.outer));
}

/** How long a writer waits: for the transaction it is itself inside of (it can only be a mistake), and for others. */
export interface WaitLimits {
  readonly ownMs: number;
  readonly othersMs: number;
}

/**
 * Lets one writer at a time onto the one connection of a SQLite file. TypeORM would let queries of one request slip
 * into the open transaction of another (and be rolled back with it); here they wait their turn.
 */
export class WriteGate {
  constructor(private readonly limits: WaitLimits = { ownMs: 5_000, othersMs: 60_000 }) {}

  #busy = false;
  readonly #waiting: (() => void)[] = [];

  /** Waits for the turn and gives the function that ends it. */
  async enter(): Promise<() => void> {
    const scope = scopes.getStore();
    if (this.#busy) await this.#turn(insideOpen(scope));
    this.#busy = true;
    if (scope !== undefined) scope.holds = true;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      if (scope !== undefined) scope.holds = false;
      this.#leave();
    };
  }

  /** How many wait, for the metrics of the pool. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether someone is writing. */
  get busy(): boolean {
    return this.#busy;
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#busy = false;
    else next();
  }

  async #turn(behindItself: boolean): Promise<void> {
    const limit = behindItself ? this.limits.ownMs : this.limits.othersMs;
    await new Promise<void>((resolve, reject) => {
      const go = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        const position = this.#waiting.indexOf(go);
        if (position >= 0) this.#waiting.splice(position, 1);
        reject(new Error(behindItself ? 'A write waited for the transaction it was started in: use the manager that the transaction gives' : `A write waited ${limit / 1000} s for another transaction to end`));
      }, limit);
      this.#waiting.push(go);
    });
  }
}
