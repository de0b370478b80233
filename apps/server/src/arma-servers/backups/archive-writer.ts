import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { MANIFEST_NAME, type Manifest } from './archive-format.js';
import { tarOf, type TarEntry } from './tar.js';

/** What was written. */
export interface WrittenArchive {
  size: number;
  sha256: string;
}

/** The manifest, then the files one after the other. */
async function* members(staging: string, manifest: Manifest, onFile: (path: string) => void): AsyncGenerator<TarEntry> {
  const text = Buffer.from(JSON.stringify(manifest));
  yield { name: MANIFEST_NAME, size: text.length, body: [text] };
  for (const { path, size } of manifest.files) {
    onFile(path);
    yield { name: path, size, body: createReadStream(join(staging, path)) as AsyncIterable<Buffer> };
  }
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
  try {
    await pipeline(tarOf(members(staging, manifest, onFile)), createGzip({ level: 6 }), measured.stream, createWriteStream(temporary, { mode: 0o600, flags: 'wx' }), { signal });
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
