import { isAlive, type ProcessIdentity } from './identity.js';

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Signals the whole group of a process that leads one, but only while it is that very process. */
export async function signalGroup(identity: ProcessIdentity, signal: NodeJS.Signals): Promise<boolean> {
  if (!(await isAlive(identity))) return false;
  return send(-identity.pid, signal) || send(identity.pid, signal);
}

/**
 * Kills what is left of a group whose leader has just ended. A pid is not given out again while a group bears its
 * number, so the number still means our group, if anything.
 */
export function sweepGroup(pid: number): void {
  send(-pid, 'SIGKILL');
}
