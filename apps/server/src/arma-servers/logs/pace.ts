import { setTimeout as sleep } from 'node:timers/promises';

/** Longest stretch of work without a rest. */
const STRETCH_MS = 4;
const LEAST_REST_MS = 2;
const LONGEST_REST_MS = 10;

/**
 * Keeps work that comes in many small pieces from holding up everything else. A request needs a dozen turns of the event loop: if there is a
 * piece of work between any two of them, it waits for a dozen pieces. So after each stretch there is a rest, half as long as the stretch,
 * in which requests get on by many turns.
 */
export class Pace {
  private since = performance.now();

  /** Begins a stretch; what was waited for before it does not count. */
  begin(): void {
    this.since = performance.now();
  }

  /** To be called between two pieces. */
  async between(): Promise<void> {
    const worked = performance.now() - this.since;
    if (worked < STRETCH_MS) return;
    await sleep(Math.min(LONGEST_REST_MS, Math.max(LEAST_REST_MS, worked / 2)));
    this.begin();
  }
}
