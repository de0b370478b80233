import { type EventLoopUtilization, performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * How far the heap may outgrow what was alive at the last collection, percent. On a machine with much memory V8 lets it become four times
 * that before it looks again: a scan that holds nothing would take hundreds of megabytes because nobody clears up. The answer to a
 * person and to his other programs on the same small machine is to clear up earlier; it costs a few percent of a scan's time.
 * To be imported before everything else; the worker threads inherit it.
 */
const GROWTH = 30;

setFlagsFromString(`--heap-growing-percent=${GROWTH}`);

/**
 * When after the start its garbage is cleared up. Twice: V8 makes the space for new objects small again only when next to nothing was
 * allocated in the seconds before, and gives back at the second look what the first one emptied.
 */
const SETTLED_MS = [8_000, 14_000];

/** How busy the last second may have been to count as idle, as a share of it. */
const IDLE_SHARE = 0.05;
const LOOK_MS = 1_000;

/**
 * Gives back what only the start needed, thirty megabytes: an app that is idle would keep it, for nothing makes V8 look. A whole
 * collection stops everything for a third of a second, so it waits for a second in which nobody asked for anything.
 */
export function clearUpAfterStart(): void {
  for (const delay of SETTLED_MS) setTimeout(() => collectOnceIdle(performance.eventLoopUtilization()), delay).unref();
}

function collectOnceIdle(before: EventLoopUtilization): void {
  setTimeout(() => {
    const now = performance.eventLoopUtilization();
    if (performance.eventLoopUtilization(now, before).utilization > IDLE_SHARE) collectOnceIdle(now);
    else collectGarbage();
  }, LOOK_MS).unref();
}

/** The flag makes the function appear in contexts made from now on, and nowhere else. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
