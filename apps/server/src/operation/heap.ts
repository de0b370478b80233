import { setFlagsFromString } from 'node:v8';

/**
 * How far the heap may outgrow what was alive at the last collection, percent. On a machine with much memory V8 lets it become four times
 * that before it looks again: a scan that holds nothing would take hundreds of megabytes because nobody clears up. The answer to a
 * person and to his other programs on the same small machine is to clear up earlier; it costs a few percent of a scan's time.
 * To be imported before everything else; the worker threads inherit it.
 */
const GROWTH = 30;

setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
