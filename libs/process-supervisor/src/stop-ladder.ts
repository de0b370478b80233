/** One try to end a process: ask, then wait. The first rung is usually the program's own way, e.g. a remote `#shutdown`. */
export interface StopRung {
  name: string;
  /** Asks the process to end. A failure means "this way is closed" and the next rung follows at once. */
  act: (target: StopTarget) => Promise<void> | void;
  /** Milliseconds until the next rung. */
  waitMs: number;
}

/** What a rung may do to the process. */
export interface StopTarget {
  /** Sends a signal to the whole process group, if the process is still the one that was started. */
  signal: (signal: NodeJS.Signals) => Promise<void>;
}

/** How a stop went. */
export interface StopReport {
  /** The rung after which the process was gone; `exited` when it ended before any. */
  by: string;
  /** Rungs that could not be taken, with the reason. */
  skipped: { rung: string; reason: string }[];
  tookMs: number;
}

/** A rung that sends a signal to the process group. */
export const signalRung = (signal: NodeJS.Signals, waitMs: number): StopRung => ({ name: signal, act: (target) => target.signal(signal), waitMs });

/** What a stop needs to know of the process. */
export interface Stoppable extends StopTarget {
  /** Resolves when the process has ended. */
  ended: Promise<void>;
}

/** Outcome of waiting for the end. */
type Wait = 'ended' | 'time' | 'forced';

async function waitFor(ended: Promise<void>, ms: number, force: AbortSignal): Promise<Wait> {
  if (force.aborted) return 'forced';
  let timer: NodeJS.Timeout | undefined;
  let onForce: (() => void) | undefined;
  try {
    return await Promise.race([
      ended.then((): Wait => 'ended'),
      new Promise<Wait>((resolve) => {
        timer = setTimeout(() => resolve('time'), ms);
        onForce = () => resolve('forced');
        force.addEventListener('abort', onForce, { once: true });
      }),
    ]);
  } finally {
    clearTimeout(timer);
    if (onForce !== undefined) force.removeEventListener('abort', onForce);
  }
}

/**
 * Climbs the rungs until the process has ended; SIGKILL to the group is always the last.
 *
 * @param force aborting it skips the remaining polite rungs
 * @param killWaitMs how long SIGKILL may take
 * @returns the report, or undefined when the process is still there
 */
export async function climb(target: Stoppable, rungs: readonly StopRung[], force: AbortSignal, killWaitMs: number): Promise<StopReport | undefined> {
  const begun = performance.now();
  const skipped: StopReport['skipped'] = [];
  const report = (by: string): StopReport => ({ by, skipped, tookMs: Math.round(performance.now() - begun) });
  for (const rung of rungs) {
    if (force.aborted) break;
    // A rung's own answer may never come, although the process goes.
    const asked = Promise.resolve()
      .then(() => rung.act(target))
      .then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
    const failure = await Promise.race([asked, waitFor(target.ended, rung.waitMs, force).then(() => undefined)]);
    if (failure !== undefined) {
      if ((await waitFor(target.ended, 0, force)) === 'ended') return report(rung.name);
      skipped.push({ rung: rung.name, reason: failure });
      continue;
    }
    if ((await waitFor(target.ended, rung.waitMs, force)) === 'ended') return report(rung.name);
  }
  await target.signal('SIGKILL');
  const never = new AbortController();
  return (await waitFor(target.ended, killWaitMs, never.signal)) === 'ended' ? report('SIGKILL') : undefined;
}
