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

/** How long after the start its garbage is cleared up: by then the first page has been answered. */
const SETTLED_MS = 3_000;

/** Gives back what only the start needed, thirty megabytes: an app that is idle would keep it, for nothing makes V8 look. */
export function clearUpAfterStart(): void {
  setTimeout(() => {
    setFlagsFromString('--expose-gc');
    // The last resort is the kind of collection that also shrinks the space for new objects.
    (runInNewContext('gc') as (options: object) => void)({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  }, SETTLED_MS).unref();
}
