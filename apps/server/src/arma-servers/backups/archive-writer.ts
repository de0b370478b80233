import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { MANIFEST_NAME, type Manifest } from './archive-format.js';

/** What was written. */
export interface WrittenArchive {
  size: number;
  sha256: string;
}

/** What stands in the archive is for the manager alone. */
const FILE_MODE = 0o600;

/** Packs the manifest, then the files one after the other. @throws when a file is no longer as long as the manifest says */
async function fill(archive: Pack, staging: string, manifest: Manifest, onFile: (path: string) => void): Promise<void> {
  archive.entry({ name: MANIFEST_NAME, mode: FILE_MODE }, JSON.stringify(manifest));
  for (const { path, size } of manifest.files) {
    onFile(path);
    await pipeline(createReadStream(join(staging, path)), archive.entry({ name: path, size, mode: FILE_MODE }));
  }
  archive.finalize();
}

/** Passes bytes on and counts and hashes them. */
function meter(): { stream: Transform; result: () => WrittenArchive } {
  const hash = createHash('sha256');
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ size, sha256: hash.digest('hex') }) };
}

/**
 * Packs staged files into a gzipped tar: whole under its name, or not there.
 *
 * @param onFile called with each member as its turn comes
 */
export async function writeArchive(target: string, staging: string, manifest: Manifest, signal: AbortSignal, onFile: (path: string) => void): Promise<WrittenArchive> {
  const temporary = `${target}.part`;
  const measured = meter();
  const archive = pack();
  const filled = fill(archive, staging, manifest, onFile).catch((error: unknown) => {
    archive.destroy(error as Error);
    throw error;
  });
  const written = pipeline(archive, createGzip({ level: 6 }), measured.stream, createWriteStream(temporary, { mode: 0o600, flags: 'wx' }), { signal });
  try {
    // Both have to come to their end, so that nothing still writes when the file is put away.
    const [outcome, cause] = await Promise.allSettled([written, filled]);
    for (const { status, reason } of [outcome, cause] as PromiseRejectedResult[]) if (status === 'rejected') throw reason;
    const handle = await open(temporary, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return measured.result();
}
