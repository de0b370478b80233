import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { inChunks } from '@rumpus/persistence';
import { defineJob, JobHandler, type JobContext } from '@rumpus/queue';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { RomStore } from '../roms/rom-store.js';
import { Rom } from '../roms/rom.entity.js';

/** Deletes what is flagged missing (library-scan spec §20, `cleanup_missing_roms`). */
export const cleanupMissingJob = defineJob('library.cleanup-missing', { payload: z.object({ platformId: z.int().nullable() }) });

const BATCH = 200;

/** What it did; the keys are those of RomM's task API. */
export interface CleanupStats {
  platform_id: number | null;
  roms_found: number;
  roms_deleted: number;
  errors: number;
}

@Injectable()
export class CleanupMissing {
  private readonly resources: string;

  constructor(
    private readonly source: DataSource,
    private readonly store: RomStore,
    @Inject(CONFIG) { library }: Config,
  ) {
    this.resources = library.resourcesPath;
  }

  /** The entries first, then their resources: a crash between leaves folders that the clean-up of orphans finds. */
  @JobHandler(cleanupMissingJob)
  async run({ platformId }: { platformId: number | null }, job: JobContext): Promise<unknown> {
    const missing = await this.source.getRepository(Rom).find({ select: { id: true, platform_id: true }, where: { missing_from_fs: true, ...(platformId === null ? {} : { platform_id: platformId }) } });
    const stats: CleanupStats = { platform_id: platformId, roms_found: missing.length, roms_deleted: 0, errors: 0 };
    for (const roms of inChunks(missing, BATCH)) {
      job.signal.throwIfAborted();
      await this.source.transaction((manager) => this.store.remove(manager, roms.map((rom) => rom.id)));
      stats.roms_deleted += roms.length;
      for (const rom of roms) {
        await rm(join(this.resources, 'roms', String(rom.platform_id), String(rom.id)), { recursive: true, force: true }).catch(() => stats.errors++);
      }
      job.progress({ ...stats, percent: Math.round((stats.roms_deleted / missing.length) * 100) });
    }
    return stats;
  }
}
