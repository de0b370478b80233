import { DomainError, invalid } from '@rumpus/errors';
import { Unzip, UnzipInflate } from 'fflate';
import { appendFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders that an admin may name: what lies in here, in the data folder, he put there himself or sent as a zip. */
export const IMPORT_FOLDER = 'imports';
/** How the name of a folder begins that was unpacked from an upload. */
export const UPLOADED = 'upload-';
/** Uploads hold PINs: nobody needs them longer than it takes to check and import. */
const KEPT_MS = 7 * 86_400_000;
const SLICE = 1 << 16;
const MAX_UNPACKED = 1 << 30;
/** A savedata folder has one file per plugin. */
const MAX_FILES = 500;
const DATABASE = /^[\w@.+ -]{1,100}\.db$/;

/** The databases in an archive, in whatever folder they lie; everything else in it is passed over. */
class DatabaseFiles {
  private readonly names = new Set<string>();
  private pending: { name: string; piece: Uint8Array }[] = [];
  private unpacked = 0;
  private readonly unzip = new Unzip((file) => {
    const name = file.name.split(/[\\/]/).at(-1) ?? '';
    if (!DATABASE.test(name) || file.name.includes('__MACOSX')) return;
    if (this.names.has(name)) throw invalid(`The archive has two files ${name}`, 'file');
    if (this.names.add(name).size > MAX_FILES) throw invalid('The archive has too many files', 'file');
    file.ondata = (error, piece) => {
      if (error !== null) throw error;
      this.unpacked += piece.length;
      if (this.unpacked > MAX_UNPACKED) throw invalid('The archive is too large when unpacked', 'file');
      this.pending.push({ name, piece });
    };
    file.start();
  });

  constructor(private readonly folder: string) {
    this.unzip.register(UnzipInflate);
  }

  /** Takes the next bytes of the archive in; what they hold is on the disk when this is done. */
  async push(bytes: Uint8Array, isLast: boolean): Promise<void> {
    this.unzip.push(bytes, isLast);
    const pieces = this.pending;
    this.pending = [];
    for (const { name, piece } of pieces) await appendFile(join(this.folder, name), piece);
  }

  has(name: string): boolean {
    return this.names.has(name);
  }
}

/**
 * Unpacks the databases of a zipped `savedata` folder of asphyxia. The folder is made, and gone again when the archive is refused.
 * @throws DomainError `invalid` for what is no such archive
 */
export async function unpackSavedata(zip: Uint8Array, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  try {
    const files = new DatabaseFiles(folder);
    for (let at = 0; at < zip.length; at += SLICE) await files.push(zip.subarray(at, at + SLICE), at + SLICE >= zip.length);
    if (!files.has('core.db')) throw invalid('The archive has no core.db: it should be the zipped savedata folder of asphyxia', 'file');
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (error instanceof DomainError) throw error;
    throw invalid(`The archive cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`, 'file');
  }
}

/** Removes folders that were sent more than a week ago; what somebody put there by hand stays. */
export async function forgetUploads(dataDir: string, now = Date.now()): Promise<void> {
  const folder = join(dataDir, IMPORT_FOLDER);
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(UPLOADED))) {
    const made = await stat(join(folder, name)).catch(() => undefined);
    if (made?.isDirectory() === true && made.mtimeMs < now - KEPT_MS) await rm(join(folder, name), { recursive: true, force: true });
  }
}
