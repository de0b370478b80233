import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Replaces a small text file: old text or new text, never a mixture. A file that is mounted by itself into a container
 * can't be renamed over (EBUSY); it is then written in place, which is the best that can be done there.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true });
  const mode = await stat(file).then(({ mode }) => mode & 0o777, () => 0o644);
  const temporary = join(folder, `.config.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    await writeAndSync(temporary, text, 'wx', mode);
    await rename(temporary, file);
    await syncFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EBUSY' && code !== 'EXDEV') throw error;
    await writeAndSync(file, text, 'r+', mode);
  }
}

async function writeAndSync(file: string, text: string, flags: string, mode: number): Promise<void> {
  const handle = await open(file, flags, mode);
  try {
    const data = Buffer.from(text);
    await handle.write(data, 0, data.length, 0);
    await handle.truncate(data.length);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
