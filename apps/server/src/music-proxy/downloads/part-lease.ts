import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const beatMs = 15_000;
/** A lease nobody has renewed for this long belongs to a process that is gone. */
export const leaseMs = 60_000;
/** How often a lease is tried for while others clear up what a process left behind, and the pause between (milliseconds). */
const attempts = 10;
const pauseMs = 10;

/**
 * Leases on files of a folder that several instances share: who holds one is the only one to write the file (music-proxy spec §5.3). A
 * lease is a file beside it, renewed while its process lives.
 */
export class PartLeases {
  private readonly held = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  /** @param mark names this process: host and process number, and what tells it from an earlier one of the same number */
  constructor(readonly mark = `${hostname()} ${process.pid} ${randomUUID()}`) {}

  /** Takes the lease of a file. False when another process holds it. */
  async take(path: string): Promise<boolean> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      try {
        await writeFile(leaseOf(path), this.mark, { flag: 'wx' });
        this.held.add(path);
        this.beat();
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
          // On a full disk the file may be there, but empty.
          await rm(leaseOf(path), { force: true });
          throw error;
        }
      }
      if (await this.isHeld(path)) return false;
      await this.clear(path);
    }
    return false;
  }

  /** Removes a lease that nobody holds. One at a time: whoever looked before another took it must not remove that one's. */
  private async clear(path: string): Promise<void> {
    const turn = `${leaseOf(path)}.turn`;
    try {
      await mkdir(turn);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const since = await stat(turn).catch(() => undefined);
      // Its process ended in the middle.
      if (since && Date.now() - since.mtimeMs > leaseMs) await rmdir(turn).catch(() => undefined);
      await sleep(pauseMs);
      return;
    }
    try {
      if (!(await this.isHeld(path))) await rm(leaseOf(path), { force: true });
    } finally {
      await rmdir(turn).catch(() => undefined);
    }
  }

  async release(path: string): Promise<void> {
    if (!this.held.delete(path)) return;
    await rm(leaseOf(path), { force: true });
  }

  /** Whether a process that lives holds the lease of a file. */
  async isHeld(path: string): Promise<boolean> {
    if (this.held.has(path)) return true;
    const [mark, info] = await Promise.all([this.holder(path), stat(leaseOf(path)).catch(() => undefined)]);
    if (mark === undefined || !info || Date.now() - info.mtimeMs > leaseMs) return false;
    const [host = '', pid = ''] = mark.split(' ');
    const [ownHost, ownPid] = this.mark.split(' ');
    // Of this host one can tell at once; one of our own number is what is left of the process before us.
    return host !== ownHost || (pid !== ownPid && isAlive(Number(pid)));
  }

  /** The mark of the process that has taken the lease of a file, whether it lives or not. */
  async holder(path: string): Promise<string | undefined> {
    return await readFile(leaseOf(path), 'utf8').catch(() => undefined);
  }

  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private beat(): void {
    this.timer ??= setInterval(() => {
      const now = new Date();
      for (const path of this.held) void utimes(leaseOf(path), now, now).catch(() => undefined);
    }, beatMs).unref();
  }
}

/** Where the lease of a file lies. */
export const leaseOf = (path: string): string => `${path}.lease`;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // One of another account lives, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
