import { spawn } from 'node:child_process';
import type { Behaviour } from './behaviour.js';
import type { ConsoleLog } from './console-log.js';

const leaked: Buffer[] = [];

/** Ends this process as a crash does: with a code, or by a signal. */
export function crash(how: number | NodeJS.Signals): void {
  if (typeof how === 'number') process.exit(how);
  process.kill(process.pid, how);
}

/** Blocks this process for good: no query, no RCon, no log, no control. */
export function hang(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** Takes memory that is really used. */
export function leak(megabytes: number): void {
  leaked.push(Buffer.alloc(megabytes * 1024 * 1024, 1));
}

/** Writes many lines in a row. */
export function flood(log: ConsoleLog, lines: number, text = 'flood'): void {
  for (let from = 0; from < lines; from += 1_000) {
    for (let n = from; n < Math.min(lines, from + 1_000); n += 1) log.line(`${text} ${String(n)}`);
  }
}

/** Starts the faults that run by the clock. */
export function arm(behaviour: Behaviour): void {
  const { crash: how, crashAfterMs, hangAfterMs, leakMb, spin, orphanChild } = behaviour;
  if (how !== null) setTimeout(() => crash(how), crashAfterMs);
  if (hangAfterMs !== null) setTimeout(hang, hangAfterMs);
  if (leakMb > 0) setInterval(() => leak(leakMb), 1_000);
  if (orphanChild) spawn('sleep', ['600'], { stdio: 'ignore' });
  if (spin > 0) {
    setInterval(() => {
      const until = performance.now() + spin;
      while (performance.now() < until);
    }, 100);
  }
}
