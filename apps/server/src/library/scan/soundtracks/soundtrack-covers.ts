import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { selectRows, transaction } from '@rumpus/persistence';
import { writeAtomic } from '@rumpus/storage';
import { DataSource } from 'typeorm';
import { RomFile } from '../../roms/rom-file.entity.js';
import { bumpVersion, LIBRARY } from '../../versions/library-versions.js';
import type { BatchChanges } from '../engine/entry-store.js';
import type { ScanSession } from '../engine/scan-session.js';
import { reason } from '../walk/walker.js';
import { ScanWorkers } from '../workers/scan-workers.js';

type Track = Pick<RomFile, 'id' | 'rom_id' | 'file_path' | 'file_name' | 'track_meta'>;

/** Keeps the covers that sound files carry among the resources, under the ids of their rows (library-scan spec §14). */
@Injectable()
export class SoundtrackCovers {
  constructor(
    private readonly source: DataSource,
    private readonly workers: ScanWorkers,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Keeps the covers of what a batch wrote, and lets go of those whose file is gone. @param inserted ids of the new games, in their order */
  async keep(session: ScanSession, platformId: number, changes: BatchChanges, inserted: readonly number[]): Promise<void> {
    for (const { patch, rows } of changes.updates) if (rows.remove.length > 0) await this.#forget(this.#folder(platformId, patch.id), new Set(rows.remove.map(String)));
    const games = [
      ...changes.inserts.flatMap(({ files }, index) => (files.some(({ track_meta }) => track_meta?.has_embedded_cover) ? [inserted[index] ?? 0] : [])),
      ...changes.updates.flatMap(({ patch, rows }) => ([...rows.insert, ...rows.update.map((update) => update.changes)].some(({ track_meta }) => track_meta?.has_embedded_cover) ? [patch.id] : [])),
    ];
    if (games.length === 0) return;
    const tracks = await selectRows(this.source, RomFile, ['id', 'rom_id', 'file_path', 'file_name', 'track_meta'], { rom_id: games });
    for (const track of tracks) {
      if (track.track_meta?.has_embedded_cover && track.track_meta.cover_path === null) await this.#keep(session, platformId, track);
    }
  }

  /** Relative to the resources, as `cover_path` is. */
  #folder(platformId: number, romId: number): string {
    return `roms/${platformId}/${romId}/soundtracks`;
  }

  /** A cover that can't be removed does no harm: nothing leads to it any more. */
  async #forget(folder: string, ids: ReadonlySet<string>): Promise<void> {
    const at = join(this.config.library.resourcesPath, folder);
    const names = await readdir(at).catch(() => []);
    for (const name of names) if (ids.has(parse(name).name)) await rm(join(at, name), { force: true }).catch(() => undefined);
  }

  async #keep(session: ScanSession, platformId: number, track: Track): Promise<void> {
    const place = `${track.file_path}/${track.file_name}`;
    try {
      const cover = await this.workers.run('track-cover', { path: join(this.config.library.path, place) }, { signal: session.signal });
      if (cover === undefined || track.track_meta === null) return;
      const cover_path = `${this.#folder(platformId, track.rom_id)}/${track.id}.${cover.extension}`;
      const path = join(this.config.library.resourcesPath, cover_path);
      await mkdir(dirname(path), { recursive: true });
      await writeAtomic(path, cover.bytes);
      const track_meta = { ...track.track_meta, cover_path };
      await transaction(this.source, async (manager) => {
        await manager.update(RomFile, { id: track.id }, { track_meta });
        await bumpVersion(manager, LIBRARY);
      });
    } catch (error) {
      session.throwIfStopped();
      session.fail(place, 'unreadable', `The cover could not be kept: ${reason(error)}`);
    }
  }
}
