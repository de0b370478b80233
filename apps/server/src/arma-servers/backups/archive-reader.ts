import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { LanguardError } from '../errors.js';
import { badBackup, isBackupPath, MANIFEST, MANIFEST_NAME, MAX_DOCUMENT_BYTES, ROWS_NAME, type Manifest } from './archive-format.js';

/** What an archive may unpack to, in bytes. */
export interface ArchiveLimits {
  maxBytes: number;
}

/** A backup that was read to its end: complete, and every byte as its manifest says. */
export interface ReadArchive {
  manifest: Manifest;
  /** `server.json`, not yet checked for its meaning. */
  rows: unknown;
}

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function json(text: string, name: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badBackup(`${name} is no JSON`);
  }
}

/** Stops an archive that unpacks to far more than it says, whatever its members claim. */
function limit(maxBytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      done(seen > maxBytes ? badBackup('The backup unpacks to more than it says') : null, chunk);
    },
  });
}

class Reading {
  private manifest: Manifest | undefined;
  private rows: unknown;
  private readonly open = new Map<string, Manifest['files'][number]>();

  constructor(
    private readonly limits: ArchiveLimits,
    private readonly folder: string | undefined,
  ) {}

  async member({ name, size, type }: Header, body: AsyncIterable<Buffer>): Promise<void> {
    if (type !== 'file') throw badBackup(`${name.slice(0, 200)} is no plain file`);
    if (this.manifest === undefined) {
      if (name !== MANIFEST_NAME || size > MAX_DOCUMENT_BYTES) throw badBackup('The archive does not begin with the manifest of a backup');
      this.manifest = this.parse(await textOf(body));
      return;
    }
    const listed = this.open.get(name);
    if (listed === undefined) throw badBackup(`${name.slice(0, 200)} is not in the manifest, or stands twice`);
    if (listed.size !== size) throw badBackup(`${name} has another size than the manifest says`);
    this.open.delete(name);
    await this.take(listed, body);
  }

  end(): ReadArchive {
    if (this.manifest === undefined) throw badBackup('The archive is empty');
    const [lacking] = this.open.keys();
    if (lacking !== undefined) throw badBackup(`${lacking} is missing from the archive`);
    return { manifest: this.manifest, rows: this.rows };
  }

  private parse(text: string): Manifest {
    const result = MANIFEST.safeParse(json(text, MANIFEST_NAME));
    if (!result.success) throw badBackup(`The manifest is not one of ours: ${result.error.issues[0]?.message ?? ''}`);
    const manifest = result.data;
    for (const file of manifest.files) {
      if (!isBackupPath(file.path)) throw badBackup(`${file.path.slice(0, 200)} is no name for a file of a backup`);
      if (this.open.has(file.path)) throw badBackup(`${file.path} stands twice in the manifest`);
      this.open.set(file.path, file);
    }
    const rows = this.open.get(ROWS_NAME);
    if (rows === undefined || rows.size > MAX_DOCUMENT_BYTES) throw badBackup('The rows of the server are missing');
    const total = manifest.files.reduce((sum, { size }) => sum + size, 0);
    if (total > this.limits.maxBytes) throw new LanguardError('UPLOAD_TOO_LARGE', `The backup unpacks to ${String(total)} bytes; ${String(this.limits.maxBytes)} are allowed`);
    return manifest;
  }

  private async take({ path, sha256 }: Manifest['files'][number], body: AsyncIterable<Buffer>): Promise<void> {
    const hash = createHash('sha256');
    const hashed = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of body) {
        hash.update(chunk);
        yield chunk;
      }
    };
    if (path === ROWS_NAME) {
      const text = await textOf(hashed());
      this.rows = json(text, ROWS_NAME);
    } else {
      await this.write(path, hashed());
    }
    if (hash.digest('hex') !== sha256) throw badBackup(`${path} is damaged: its digest is another`);
  }

  /** `path` was checked part by part; the folder is fresh and ours alone, so nothing in it can lead elsewhere. */
  private async write(path: string, body: AsyncIterable<Buffer>): Promise<void> {
    if (this.folder === undefined) {
      for await (const _chunk of body);
      return;
    }
    const target = join(this.folder, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const handle = await open(target, 'wx', 0o600);
    try {
      for await (const chunk of body) await handle.appendFile(chunk);
    } finally {
      await handle.close();
    }
  }
}

/**
 * Reads a backup to its end and checks all of it: names, sizes, kinds of members, digests.
 *
 * @param folder where to unpack to, a fresh folder; nothing is written without it
 * @throws LanguardError `BAD_BACKUP` or `UPLOAD_TOO_LARGE`; what was unpacked until then is the caller's to remove
 */
export async function readArchive(path: string, limits: ArchiveLimits, folder?: string): Promise<ReadArchive> {
  const reading = new Reading(limits, folder);
  const archive = extract();
  let member = Promise.resolve();
  archive.on('entry', (header, body, next) => {
    // It fails together with the archive, whose error is the one that counts.
    body.on('error', () => undefined);
    member = inTurn(reading.member(header, body as AsyncIterable<Buffer>), next);
    // Its failure is that of the archive, which is waited for below.
    member.catch(() => undefined);
  });
  try {
    // Headers and padding of tar come on top of the files.
    await pipeline(createReadStream(path), createGunzip(), limit(limits.maxBytes + 256 * 1024 * 1024), archive);
    await member;
  } catch (error) {
    // The member at hand lets go of its file before the caller clears the folder.
    await member.catch(() => undefined);
    if (error instanceof LanguardError || isSystem(error)) throw error;
    throw badBackup('The file is no gzipped tar, or breaks off');
  }
  return reading.end();
}

/** Goes on to the next member when this one is done, and ends the archive when it is bad. */
async function inTurn(member: Promise<void>, next: (error?: Error) => void): Promise<void> {
  try {
    await member;
  } catch (error) {
    next(error as Error);
    throw error;
  }
  next();
}

const isSystem = (error: unknown): boolean => ['ENOSPC', 'EIO', 'EACCES', 'EMFILE', 'ENOENT', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '');
