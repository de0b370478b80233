/**
 * - `starting`: spawned, not yet proven to work.
 * - `running`: a readiness check has seen evidence.
 * - `stopping`: on the stop ladder.
 * - `crashed`: ended unasked; `restarting` while a restart is due.
 * - `error`: could not be prepared or spawned, crashes at once over and over, or can't be killed.
 */
export type ProcessState = 'stopped' | 'starting' | 'running' | 'stopping' | 'crashed' | 'restarting' | 'error';

/** From where one may get where. `stopped → running` is adoption. */
const NEXT: Readonly<Record<ProcessState, readonly ProcessState[]>> = {
  stopped: ['starting', 'running', 'crashed'],
  starting: ['running', 'stopping', 'crashed', 'stopped', 'error'],
  running: ['stopping', 'crashed', 'stopped'],
  stopping: ['stopped', 'error'],
  crashed: ['starting', 'restarting', 'stopped', 'error'],
  restarting: ['starting', 'stopped', 'crashed'],
  error: ['starting', 'stopped'],
};

/** Whether the step is one of the state diagram. */
export const mayGo = (from: ProcessState, to: ProcessState): boolean => NEXT[from].includes(to);

/** States in which a start is accepted. */
export const STARTABLE: readonly ProcessState[] = ['stopped', 'crashed', 'error'];

/** How a process ended; both null for an adopted one, whose exit code only its parent learns. */
export interface ExitStatus {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** One step from state to state. */
export interface Transition {
  from: ProcessState;
  to: ProcessState;
  at: Date;
  /** Why, in words that stay the same: `requested`, `exited`, `ready: …`, `start-timeout`, `killed`, … */
  reason: string;
  exit?: ExitStatus;
  /** Milliseconds until the automatic restart, with `restarting`. */
  restartInMs?: number;
}
