import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { TaskGivenUpError } from '@rumpus/storage';
import type { TrackMeta } from '../../roms/rom-file.dto.js';
import type { ScanSession } from '../engine/scan-session.js';
import type { FileColumns, StoredFile } from '../reconcile/file-rows.js';
import { reason } from '../walk/walker.js';
import { ScanWorkers } from '../workers/scan-workers.js';
import { hasReadableTags } from './track-tags.js';

/** Adds what sound files say of themselves to the rows of soundtracks (library-scan spec §6.1). */
@Injectable()
export class SoundtrackTags {
  constructor(
    private readonly workers: ScanWorkers,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The rows with tags. A file that didn't change keeps its tags, one whose tags can't be read is noted and has none.
   * @param again read also what didn't change
   */
  async fill(session: ScanSession, files: readonly FileColumns[], stored: readonly StoredFile[], again: boolean): Promise<FileColumns[]> {
    if (!files.some(({ category }) => category === 'soundtrack')) return [...files];
    const rows = new Map(stored.map((row) => [placeOf(row), row]));
    const filled: FileColumns[] = [];
    // One after the other: the threads are there for hashing, and a soundtrack has a few dozen files.
    for (const file of files) {
      const row = rows.get(placeOf(file));
      const kept = !again && row !== undefined && sameContent(row, file) ? row.track_meta : null;
      filled.push({ ...file, track_meta: kept ?? (await this.#read(session, file)) });
    }
    return filled;
  }

  async #read(session: ScanSession, file: FileColumns): Promise<TrackMeta | null> {
    if (file.category !== 'soundtrack' || !hasReadableTags(file.file_name, file.file_size_bytes)) return null;
    try {
      const tags = await this.workers.run('track-tags', { path: `${this.config.library.path}/${placeOf(file)}` }, { signal: session.signal });
      return { ...tags, cover_path: null };
    } catch (error) {
      session.throwIfStopped();
      session.fail(placeOf(file), error instanceof TaskGivenUpError ? error.code : 'corrupt', `The tags could not be read: ${reason(error)}`);
      return null;
    }
  }
}

const placeOf = ({ file_path, file_name }: Pick<FileColumns, 'file_path' | 'file_name'>): string => `${file_path}/${file_name}`;

const sameContent = (row: StoredFile, file: FileColumns): boolean => row.file_size_bytes === file.file_size_bytes && row.mtime_ns === file.mtime_ns;
