/** What a readiness check may look at. */
export interface ReadinessContext {
  pid: number;
  /** Ends the check: the process is gone, or another check was first. */
  signal: AbortSignal;
  /** Calls back for every line of output from the start on; returns how to stop it. */
  onLine: (listener: (line: string) => void) => () => void;
}

/** Resolves with its evidence (a short text) once the process works. Rejects or stays silent otherwise. */
export type ReadinessCheck = (context: ReadinessContext) => Promise<string>;

/** Ready when a line of output matches. */
export function lineAppears(pattern: RegExp): ReadinessCheck {
  return ({ signal, onLine }) =>
    new Promise((resolve, reject) => {
      const off = onLine((line) => {
        if (!pattern.test(line)) return;
        off();
        resolve(`log: ${line.slice(0, 200)}`);
      });
      signal.addEventListener('abort', () => {
        off();
        reject(new Error('aborted'));
      });
    });
}

/** Ready when the process has lived this long. The weakest evidence there is. */
export function livesFor(ms: number): ReadinessCheck {
  return ({ signal }) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => resolve(`alive for ${String(ms)} ms`), ms);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(new Error('aborted'));
      });
    });
}
