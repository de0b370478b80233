import type { FileHandle } from 'node:fs/promises';
import type { Writable } from 'node:stream';

/** Large enough that system calls don't dominate, small enough that a hundred downloads stay below 200 MB. */
const CHUNK_BYTES = 512 * 1024;

/** The file ended before the promised bytes were sent: it was cut short while it was being read. */
export class FileShrank extends Error {
  constructor() {
    super('The file became shorter while it was being sent');
    this.name = 'FileShrank';
  }
}

/**
 * Writes `length` bytes of an open file from `start` into `sink`, at the pace of the reader.
 *
 * Two buffers take turns: one is read from disk while the other drains, and none is allocated after the start, so that
 * the memory of a download doesn't depend on its size.
 *
 * @param onChunk sees each chunk before it is written, e.g. for a checksum; it must not keep it
 * @throws FileShrank, or the error of the disk or of the sink
 */
export async function pump(file: FileHandle, start: number, length: number, sink: Writable, onChunk?: (chunk: Buffer) => void): Promise<void> {
  const size = Math.min(CHUNK_BYTES, length);
  const slots = [newSlot(size), newSlot(size)] as const;
  let sent = 0;
  try {
    for (let turn = 0; sent < length; turn += 1) {
      const slot = turn % 2 === 0 ? slots[0] : slots[1];
      await slot.drained;
      const { bytesRead } = await file.read(slot.buffer, 0, Math.min(size, length - sent), start + sent);
      if (bytesRead === 0) throw new FileShrank();
      const chunk = slot.buffer.subarray(0, bytesRead);
      onChunk?.(chunk);
      slot.drained = write(sink, chunk);
      sent += bytesRead;
    }
  } finally {
    await Promise.allSettled([slots[0].drained, slots[1].drained]);
  }
  await Promise.all([slots[0].drained, slots[1].drained]);
}

interface Slot {
  readonly buffer: Buffer;
  drained: Promise<void>;
}

const newSlot = (size: number): Slot => ({ buffer: Buffer.allocUnsafeSlow(size), drained: Promise.resolve() });

/** Settles once the chunk has left for the kernel; until then its buffer must not be reused. */
export function write(sink: Writable, chunk: Uint8Array): Promise<void> {
  const done = new Promise<void>((resolve, reject) => {
    sink.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
  // The failure is seen when the slot's turn comes; until then it must not count as unhandled.
  done.catch(() => undefined);
  return done;
}
