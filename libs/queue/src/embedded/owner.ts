import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

const boot = randomBytes(6).toString('hex');

/** This process, in a way that another boot on the same host can tell apart: host, pid, a random word. */
export const ownerName = (): string => `${hostname().slice(0, 100)}:${process.pid}:${boot}`;

/**
 * True when the owner was a process of this host that is certainly gone. A pid that another program has taken since looks alive; then the
 * lease decides.
 */
export function isGone(owner: string): boolean {
  const [host, pidText, word] = owner.split(':');
  const pid = Number(pidText);
  if (host !== hostname().slice(0, 100) || !Number.isInteger(pid)) return false;
  if (pid === process.pid) return word !== boot;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
