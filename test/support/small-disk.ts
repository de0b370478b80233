import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether a file system may be mounted here: it takes root, and a container that lets it. */
export function mayMount(): boolean {
  try {
    new SmallDisk(1).remove();
    return true;
  } catch {
    return false;
  }
}

/** A disk of a few megabytes, in memory, that can be filled to the brim. */
export class SmallDisk {
  readonly path = mkdtempSync(join(tmpdir(), 'rumpus-disk-'));

  /** @throws when nothing may be mounted here */
  constructor(megabytes: number) {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', this.path], { stdio: 'ignore' });
    } catch (error) {
      rmSync(this.path, { recursive: true, force: true });
      throw error;
    }
  }

  /** Free space, bytes. */
  get free(): number {
    const { bavail, bsize } = statfsSync(this.path);
    return bavail * bsize;
  }

  /** Takes up all space but that much. */
  fill(leave: number): void {
    writeFileSync(join(this.path, 'filler'), Buffer.alloc(Math.max(0, this.free - leave)));
  }

  /** Gives the space back. */
  clear(): void {
    rmSync(join(this.path, 'filler'), { force: true });
  }

  remove(): void {
    execFileSync('umount', ['-l', this.path], { stdio: 'ignore' });
    rmSync(this.path, { recursive: true, force: true });
  }
}
