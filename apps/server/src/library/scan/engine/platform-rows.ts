import { Injectable } from '@nestjs/common';
import { RommFile } from '@rumpus/config';
import { DataSource } from 'typeorm';
import { Platform } from '../../platforms/platform.entity.js';
import { bumpVersion, LIBRARY } from '../../versions/library-versions.js';
import { canonicalSlug, detectPlatform, twinFolders, type DetectedPlatform } from '../platforms/detect-platform.js';

/** A platform that is about to be scanned. */
export interface ScannedPlatform {
  platform: Platform;
  isNew: boolean;
  hashable: boolean;
}

/** Platforms as a scan sees them: folders on disk and rows in the database (library-scan spec §3). */
@Injectable()
export class PlatformRows {
  constructor(
    private readonly source: DataSource,
    private readonly file: RommFile,
  ) {}

  all(): Promise<Platform[]> {
    return this.source.getRepository(Platform).find({ order: { id: 'ASC' } });
  }

  /**
   * Gives rows whose folder was renamed their new folder, where a binding of config.yml says which it is (library-scan spec §3.2).
   * @param folders the folders on disk
   */
  async followRenames(folders: readonly string[]): Promise<void> {
    const { platformBindings, platformVersions } = this.file.current();
    const rows = await this.all();
    const known = new Set(rows.map((row) => row.fs_slug));
    for (const row of rows) {
      if (folders.includes(row.fs_slug)) continue;
      const folder = folders.find((name) => !known.has(name) && (platformBindings[name] === row.fs_slug || platformVersions[name] === row.fs_slug));
      if (folder === undefined) continue;
      known.add(folder);
      await this.source.getRepository(Platform).update({ id: row.id }, { fs_slug: folder, updated_at: new Date() });
    }
  }

  /** Folders that are most likely one platform by accident. Each stays a platform of its own; what config.yml binds together is meant so. */
  twins(folders: readonly string[]): { folder: string; message: string }[] {
    const { platformBindings: platforms, platformVersions: versions } = this.file.current();
    return twinFolders(folders, { platforms, versions });
  }

  /** The row of a folder, made or brought up to date. Its id and what people wrote into it stay. */
  async take(folder: string): Promise<ScannedPlatform> {
    const { platformBindings, platformVersions } = this.file.current();
    const { hashable, ...facts } = detectPlatform(canonicalSlug(folder, { platforms: platformBindings, versions: platformVersions }));
    return this.source.transaction(async (manager) => {
      const platforms = manager.getRepository(Platform);
      const row = await platforms.findOneBy({ fs_slug: folder });
      if (row && !row.missing_from_fs && !differs(row, facts)) return { platform: row, isNew: false, hashable };
      const now = new Date();
      const before = row ?? platforms.create({ custom_name: '', description: '', sgdb_id: null, created_at: now });
      const platform = await platforms.save(Object.assign(before, facts, { fs_slug: folder, missing_from_fs: false, updated_at: now }));
      await bumpVersion(manager, LIBRARY);
      return { platform, isNew: row === null, hashable };
    });
  }
}

const differs = (row: Platform, facts: Omit<DetectedPlatform, 'hashable'>): boolean =>
  Object.entries(facts).some(([field, value]) => row[field as keyof Platform] !== value);
