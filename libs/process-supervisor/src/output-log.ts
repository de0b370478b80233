import { constants } from 'node:fs';
import { copyFile, open, rename, rm, stat, truncate, type FileHandle } from 'node:fs/promises';
import { FileFollower, type FollowedLine } from './file-follower.js';
import { RingBuffer } from './ring-buffer.js';

/** Where a process writes its output, and who reads it. */
export interface OutputOptions {
  /** Gets stdout and stderr. Made with mode 0600. */
  path: string;
  /** Beyond this size the file is rotated to `<path>.1`, `<path>.2` … */
  maxBytes?: number;
  /** Rotated files kept. */
  keep?: number;
  /** Lines kept in memory for "the last words". */
  ringLines?: number;
  onLines?: (lines: FollowedLine[]) => Promise<void> | void;
  pollMs?: number;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * The output of one process. The process writes straight into a file, so nothing is lost or blocked when its manager
 * is away; the manager reads that file like anybody else.
 */
export class OutputLog {
  private readonly ring: RingBuffer<string>;
  private readonly listeners = new Set<(line: string) => void>();
  private follower: FileFollower | undefined;

  constructor(private readonly options: OutputOptions) {
    this.ring = new RingBuffer(options.ringLines ?? 500);
  }

  /** Opens the file for a child; close the handle once the child has it. */
  openForChild(): Promise<FileHandle> {
    return open(this.options.path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o600);
  }

  /** Bytes read so far. */
  get offset(): number {
    return this.follower?.offset ?? 0;
  }

  /** The last lines, oldest first. */
  lastLines(count?: number): string[] {
    return this.ring.last(count);
  }

  /** Calls back for every line from now on; returns how to stop it. */
  onLine(listener: (line: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Begins to read at `offset` bytes. */
  follow(offset = 0): void {
    const { path, pollMs } = this.options;
    this.follower = new FileFollower({ path, offset, onLines: (lines) => this.take(lines), ...(pollMs === undefined ? {} : { pollMs }) });
    this.follower.start();
  }

  /** Reads what is left and stops. */
  async close(): Promise<void> {
    await this.follower?.stop();
  }

  private async take(lines: FollowedLine[]): Promise<void> {
    await this.options.onLines?.(lines);
    for (const line of lines) {
      this.ring.push(line.text);
      for (const listener of this.listeners) listener(line.text);
    }
  }

  /**
   * Rotates the file when it has grown too large. The process keeps its descriptor, so the file is copied and emptied;
   * it is emptied only right after everything was read and copied, and lines written in that instant may be lost.
   */
  async rotateIfLarge(): Promise<boolean> {
    const { path, maxBytes = 100 * 1024 * 1024, keep = 5 } = this.options;
    const { size } = await stat(path).catch(() => ({ size: 0 }));
    if (size <= maxBytes || this.follower === undefined) return false;
    await rm(`${path}.${String(keep)}`, { force: true });
    for (let index = keep - 1; index >= 1; index -= 1) {
      const from = `${path}.${String(index)}`;
      if (await exists(from)) await rename(from, `${path}.${String(index + 1)}`);
    }
    await copyFile(path, `${path}.1`);
    await this.follower.catchUp();
    await this.copyTail(path, `${path}.1`);
    await truncate(path);
    this.follower.rewind();
    return true;
  }

  private async copyTail(from: string, to: string): Promise<void> {
    const [source, target] = await Promise.all([open(from, 'r'), open(to, 'a')]);
    try {
      let { size } = await target.stat();
      const block = Buffer.allocUnsafe(64 * 1024);
      for (;;) {
        const { bytesRead } = await source.read(block, 0, block.length, size);
        if (bytesRead === 0) return;
        await target.write(block.subarray(0, bytesRead));
        size += bytesRead;
      }
    } finally {
      await Promise.all([source.close(), target.close()]);
    }
  }
}
