import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, RommFile, type Config } from '@rumpus/config';
import { insertRows } from '@rumpus/persistence';
import { DataSource, In } from 'typeorm';
import { Firmware } from '../../firmware/firmware.entity.js';
import { LibraryLayout } from '../../layout/library-layout.js';
import type { Platform } from '../../platforms/platform.entity.js';
import { bumpVersion, LIBRARY } from '../../versions/library-versions.js';
import { EntryHasher } from '../engine/entry-hasher.js';
import type { ScanSession } from '../engine/scan-session.js';
import { walkContext } from '../engine/walk-context.js';
import { deriveName } from '../names/file-names.js';
import { Listing } from '../walk/listing.js';
import { reason, type FoundFile } from '../walk/walker.js';
import { ScanWorkers } from '../workers/scan-workers.js';
import { isKnownBios } from './known-bios.js';

const EMPTY = { crc: '00000000', md5: 'd41d8cd98f00b204e9800998ecf8427e', sha1: 'da39a3ee5e6b4b0d3255bfef95601890afd80709' };

/** Takes in the firmware files of a platform (library-scan spec §18). */
@Injectable()
export class FirmwarePass {
  constructor(
    private readonly source: DataSource,
    private readonly layout: LibraryLayout,
    private readonly workers: ScanWorkers,
    private readonly hasher: EntryHasher,
    private readonly file: RommFile,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns how many files are new */
  async scan(session: ScanSession, platform: Platform): Promise<number> {
    const path = await this.layout.firmwarePath(platform.fs_slug);
    const found = await this.find(session, path);
    if (!found) return 0;
    const stored = new Map((await this.source.getRepository(Firmware).findBy({ platform_id: platform.id })).map((row) => [row.file_name, row]));
    const rereadAll = session.request.type === 'complete' || session.request.type === 'hashes';
    let fresh = 0;
    for (const file of found) {
      const row = stored.get(file.name);
      stored.delete(file.name);
      if (row && !rereadAll && row.md5_hash && row.file_path === path && row.file_size_bytes === file.size) {
        if (row.missing_from_fs) await this.source.getRepository(Firmware).update({ id: row.id }, { missing_from_fs: false, updated_at: new Date() });
      } else {
        await this.store(session, platform, file, row);
        if (!row) fresh++;
      }
      session.count({ scanned_firmware: 1, new_firmware: row ? 0 : 1 });
    }
    await this.markMissing([...stored.values()]);
    return fresh;
  }

  /** The files directly in the folder; undefined when there is no such folder, which is no failure. */
  private async find(session: ScanSession, path: string): Promise<FoundFile[] | undefined> {
    const context = walkContext(this.config, this.file.current());
    try {
      const listing = await this.workers.run('list', { context, gamesPath: path }, { signal: session.signal });
      const files = new Listing(listing).slice(0, Infinity).filter((entry) => !entry.folder);
      const found = await this.workers.run('describe', { context, gamesPath: path, entries: files, maxFiles: Infinity }, { signal: session.signal });
      for (const problem of [...listing.problems, ...found.problems]) session.fail(problem.path, problem.problem, problem.message);
      return found.entries.flatMap((entry) => entry.files);
    } catch (error) {
      session.throwIfStopped();
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') session.fail(path, 'unreadable', reason(error));
      return undefined;
    }
  }

  private async store(session: ScanSession, platform: Platform, file: FoundFile, row: Firmware | undefined): Promise<void> {
    const read = await this.hasher.file(session, file, 'raw');
    // It can't be read for a while, that is all: what is known of it stays.
    if (row?.md5_hash && read.note && read.note.problem !== 'changed' && row.file_path === file.path && row.file_size_bytes === file.size) {
      if (row.missing_from_fs) await this.source.getRepository(Firmware).update({ id: row.id }, { missing_from_fs: false, updated_at: new Date() });
      return;
    }
    // Firmware keeps the real hashes of an empty file; games don't.
    const { crc, md5, sha1 } = file.size === 0 && !read.note ? EMPTY : read;
    const { extension, noExtension, noTags } = deriveName(file.name);
    const now = new Date();
    const columns = {
      file_path: file.path,
      file_size_bytes: file.size,
      crc_hash: crc,
      md5_hash: md5,
      sha1_hash: sha1,
      is_verified: isKnownBios(platform.slug, file.name, file.size, { crc, md5, sha1 }),
      missing_from_fs: false,
      updated_at: now,
    };
    await this.source.transaction(async (manager) => {
      if (row) await manager.update(Firmware, { id: row.id }, columns);
      else await insertRows(manager, Firmware, [{ platform_id: platform.id, file_name: file.name, file_name_no_ext: noExtension, file_name_no_tags: noTags, file_extension: extension.slice(0, 100), created_at: now, ...columns }]);
      await bumpVersion(manager, LIBRARY);
    });
  }

  private async markMissing(rows: readonly Firmware[]): Promise<void> {
    const ids = rows.filter((row) => !row.missing_from_fs).map((row) => row.id);
    if (ids.length > 0) await this.source.getRepository(Firmware).update({ id: In(ids) }, { missing_from_fs: true, updated_at: new Date() });
  }
}
