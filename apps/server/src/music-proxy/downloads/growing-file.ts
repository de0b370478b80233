import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

const chunkBytes = 64 * 1024;

/**
 * A file one writer appends to while any number of readers follow. Readers at the end of what is written wait for more; when the writer
 * fails they fail, too. The file stays open until the last reader has left, so renaming or removing it disturbs nobody.
 */
export class GrowingFile {
  private size: number;
  private state: 'growing' | 'complete' | 'failed' = 'growing';
  private failure: Error | undefined;
  private waiting: (() => void)[] = [];
  private users = 1;
  private closed = false;

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    from: number,
  ) {
    this.size = from;
  }

  /** Opens `path` to go on at byte `from`; what stood behind it is cut off. */
  static async open(path: string, from: number): Promise<GrowingFile> {
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o644);
    await handle.truncate(from);
    return new GrowingFile(path, handle, from);
  }

  /** Opens a file another process writes, or has written. {@link grownTo} tells of what comes later. */
  static async follow(path: string): Promise<GrowingFile> {
    const handle = await open(path, constants.O_RDWR);
    return new GrowingFile(path, handle, (await handle.stat()).size);
  }

  /** Bytes that can be read now. */
  get written(): number {
    return this.size;
  }

  get isComplete(): boolean {
    return this.state === 'complete';
  }

  get readers(): number {
    return this.users - (this.closed ? 0 : 1);
  }

  async append(chunk: Buffer): Promise<void> {
    let done = 0;
    while (done < chunk.length) done += (await this.handle.write(chunk, done, chunk.length - done, this.size + done)).bytesWritten;
    this.size += chunk.length;
    this.wake();
  }

  /** Another process has written up to here. */
  grownTo(size: number): void {
    if (size === this.size) return;
    this.size = size;
    this.wake();
  }

  /** How large the file is by now, whoever writes it; also when it has no name any more. */
  async sizeOnDisk(): Promise<number> {
    return (await this.handle.stat()).size;
  }

  /** The first bytes that are there. */
  async head(bytes: number): Promise<Buffer> {
    const { bytesRead, buffer } = await this.handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  }

  /** Starts over: what was written turned out to be of another file. Only before anyone reads. */
  async restart(): Promise<void> {
    await this.handle.truncate(0);
    this.size = 0;
  }

  /** Everything is there and on the disk. */
  async complete(): Promise<void> {
    await this.handle.sync();
    this.state = 'complete';
    this.wake();
  }

  /** There will be no more. */
  fail(error: Error): void {
    if (this.state !== 'growing') return;
    this.state = 'failed';
    this.failure = error;
    this.wake();
  }

  /** The writer needs it no longer; it closes when the last reader has left, too. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.release();
  }

  /**
   * The bytes from `start` up to and with `end` (or the end of the file), as they come.
   * @throws what the writer failed with; the signal's reason
   */
  async *read(start: number, end: number | undefined, signal: AbortSignal): AsyncGenerator<Buffer> {
    this.users += 1;
    try {
      const stop = end === undefined ? Number.POSITIVE_INFINITY : end + 1;
      for (let position = start; position < stop; ) {
        await this.until(position, signal);
        const available = Math.min(this.size, stop) - position;
        if (available <= 0) return;
        const { bytesRead, buffer } = await this.handle.read(Buffer.allocUnsafe(Math.min(chunkBytes, available)), 0, Math.min(chunkBytes, available), position);
        if (bytesRead === 0) return;
        position += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await this.release();
    }
  }

  /** Waits until the byte at `position` is there or never will be. */
  private async until(position: number, signal: AbortSignal): Promise<void> {
    while (position >= this.size && this.state === 'growing') {
      signal.throwIfAborted();
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          signal.removeEventListener('abort', wake);
          resolve();
        };
        signal.addEventListener('abort', wake, { once: true });
        this.waiting.push(wake);
      });
    }
    signal.throwIfAborted();
    if (this.state === 'failed' && position >= this.size) throw this.failure ?? new Error('The download failed');
  }

  private wake(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }

  private async release(): Promise<void> {
    this.users -= 1;
    if (this.users === 0) await this.handle.close();
  }
}
