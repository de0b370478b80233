import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Rejects when nothing can be written to the folder: it is gone, read-only or full. */
export async function checkWritable(folder: string): Promise<void> {
  const probe = join(folder, `.probe-${randomUUID()}`);
  try {
    // A full disk often still takes an empty file.
    await writeFile(probe, Buffer.alloc(4096));
  } finally {
    await rm(probe, { force: true });
  }
}
