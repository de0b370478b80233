import { open, stat, type FileHandle } from 'node:fs/promises';

/** A line of a followed file. */
export interface FollowedLine {
  text: string;
  /** Where the line begins in the file, in bytes. */
  offset: number;
  /** Where the next one begins: what to store, to go on from here after a restart. */
  end: number;
  /** Longer than the limit: the rest of it was left out. */
  cut: boolean;
}

/** How a file is followed. */
export interface FollowOptions {
  path: string;
  /** Where to begin, in bytes; 0 = from the start, so that start-up lines are seen. */
  offset?: number;
  /** Gets lines in batches. The next bytes are read when the promise is done: the file is the buffer. */
  onLines: (lines: FollowedLine[]) => Promise<void> | void;
  /** The file was replaced or cut short and is read from 0 again. */
  onReset?: () => void;
  maxLineBytes?: number;
  /** Pause between looks while lines come, in milliseconds … */
  pollMs?: number;
  /** … growing up to this while none come. */
  idlePollMs?: number;
}

const BLOCK_BYTES = 256 * 1024;
const NEWLINE = 0x0a;

/**
 * Follows a growing file line by line. Notices that it was replaced or truncated, reads what was left of the old one
 * first, and does not mind that the file does not exist yet.
 */
export class FileFollower {
  private readonly block = Buffer.allocUnsafe(BLOCK_BYTES);
  private readonly maxLineBytes: number;
  private handle: FileHandle | undefined;
  private inode = 0;
  private position: number;
  private rest: Buffer = Buffer.alloc(0);
  private lineStart: number;
  private skipping = false;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private stopped = true;
  private pause: number;

  constructor(private readonly options: FollowOptions) {
    this.position = options.offset ?? 0;
    this.lineStart = this.position;
    this.maxLineBytes = options.maxLineBytes ?? 64 * 1024;
    this.pause = options.pollMs ?? 100;
  }

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.schedule(0);
  }

  /** Reads what is there now, then stops. */
  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
    await this.look();
    await this.flushRest();
    await this.handle?.close();
    this.handle = undefined;
  }

  /** Reads everything that is in the file at this moment. */
  async catchUp(): Promise<void> {
    await this.looking;
    this.looking = this.look().then(() => undefined);
    await this.looking;
  }

  /** Bytes taken in so far. */
  get offset(): number {
    return this.position;
  }

  /** The file was emptied by its owner: go on from its start. */
  rewind(): void {
    this.position = 0;
    this.lineStart = 0;
    this.rest = Buffer.alloc(0);
    this.skipping = false;
    this.options.onReset?.();
  }

  private schedule(ms: number): void {
    this.timer = setTimeout(() => {
      this.looking = this.look().then((found) => {
        const { pollMs = 100, idlePollMs = 1_000 } = this.options;
        this.pause = found ? pollMs : Math.min(idlePollMs, this.pause * 1.5);
        if (!this.stopped) this.schedule(this.pause);
      });
    }, ms);
    this.timer.unref();
  }

  private async look(): Promise<boolean> {
    try {
      if (!(await this.ensureOpen())) return false;
      const found = await this.readAll();
      return (await this.followReplacement()) || found;
    } catch {
      // The file system may be away for a moment; the next look tries again from the same place.
      await this.handle?.close().catch(() => undefined);
      this.handle = undefined;
      return false;
    }
  }

  private async ensureOpen(): Promise<boolean> {
    if (this.handle !== undefined) return true;
    const handle = await open(this.options.path, 'r').catch(() => undefined);
    if (handle === undefined) return false;
    this.handle = handle;
    const { ino, size } = await handle.stat();
    if (size < this.position) this.rewind();
    this.inode = ino;
    return true;
  }

  private async followReplacement(): Promise<boolean> {
    const now = await stat(this.options.path).catch(() => undefined);
    if (now === undefined) return false;
    if (now.ino !== this.inode) {
      await this.handle?.close();
      this.handle = undefined;
      await this.flushRest();
      this.rewind();
    } else if (now.size < this.position) {
      this.rewind();
    } else {
      return false;
    }
    return (await this.ensureOpen()) && this.readAll();
  }

  private async readAll(): Promise<boolean> {
    let found = false;
    for (;;) {
      const { bytesRead = 0 } = (await this.handle?.read(this.block, 0, BLOCK_BYTES, this.position)) ?? {};
      if (bytesRead === 0) return found;
      found = true;
      this.position += bytesRead;
      const lines = this.split(this.block.subarray(0, bytesRead));
      await this.deliver(lines);
      if (bytesRead < BLOCK_BYTES) return found;
    }
  }

  private split(bytes: Buffer): FollowedLine[] {
    const lines: FollowedLine[] = [];
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      const end = this.position - bytes.length + at + 1;
      if (this.skipping) this.skipping = false;
      else lines.push(this.line(bytes.subarray(from, at), end));
      this.rest = Buffer.alloc(0);
      this.lineStart = end;
      from = at + 1;
    }
    this.keep(bytes.subarray(from), lines);
    return lines;
  }

  /** Keeps an unfinished line; one that grows beyond the limit is given out cut, and the rest of it skipped. */
  private keep(bytes: Buffer, lines: FollowedLine[]): void {
    if (this.skipping || bytes.length === 0) return;
    this.rest = Buffer.concat([this.rest, bytes]);
    if (this.rest.length <= this.maxLineBytes) return;
    lines.push(this.line(Buffer.alloc(0), this.position));
    this.rest = Buffer.alloc(0);
    this.skipping = true;
  }

  private line(bytes: Buffer, end: number): FollowedLine {
    const whole = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    const cut = whole.length > this.maxLineBytes;
    const kept = cut ? whole.subarray(0, this.maxLineBytes) : whole;
    const length = kept.at(-1) === 0x0d ? kept.length - 1 : kept.length;
    return { text: kept.toString('utf8', 0, length), offset: this.lineStart, end, cut };
  }

  private async flushRest(): Promise<void> {
    if (this.rest.length === 0) return;
    const last = this.line(Buffer.alloc(0), this.position);
    this.rest = Buffer.alloc(0);
    await this.deliver([last]);
  }

  /** A listener that fails gets the same lines again; after `stop` they are left to whoever goes on from the stored offset. */
  private async deliver(lines: FollowedLine[]): Promise<void> {
    while (lines.length > 0) {
      try {
        await this.options.onLines(lines);
        return;
      } catch {
        if (this.stopped) return;
        await new Promise((resolve) => setTimeout(resolve, this.options.idlePollMs ?? 1_000));
      }
    }
  }
}
