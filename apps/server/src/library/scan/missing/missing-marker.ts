import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { DataSource } from 'typeorm';
import { Platform } from '../../platforms/platform.entity.js';
import { bumpVersion, LIBRARY } from '../../versions/library-versions.js';
import { EntryStore } from '../engine/entry-store.js';
import { judgeVanished } from '../reconcile/brake.js';
import { ScanBrake } from '../store/scan.entity.js';

/** Marks what a scan did not find, unless so much is gone that a person has to say so first (library-scan spec §13.1, with the brake). */
@Injectable()
export class MissingMarker {
  private readonly share: number;

  constructor(
    private readonly source: DataSource,
    private readonly entries: EntryStore,
    @Inject(CONFIG) { library }: Config,
  ) {
    this.share = library.missingBrake;
  }

  /**
   * Entries of a platform that are not on disk.
   * @param vanished ids of those that were present until now
   * @param present how many were present until now, the vanished included
   * @returns whether the brake holds them back
   */
  async entriesGone(platform: Platform, vanished: readonly number[], present: number): Promise<boolean> {
    return this.judge(platform, 'entries', vanished, present, async () => {
      await this.source.transaction((manager) => this.entries.markMissing(manager, vanished));
    });
  }

  /** The folder of a platform is not on disk. @returns whether the brake holds it back */
  async platformGone(platform: Platform): Promise<boolean> {
    const present: number[] = [];
    for await (const page of this.entries.names(platform.id)) present.push(...page.filter((rom) => !rom.missing_from_fs).map((rom) => rom.id));
    if (present.length === 0 && platform.missing_from_fs) return false;
    const mark = (): Promise<void> => this.markPlatform(platform.id, present);
    // Nothing is lost by flagging a platform without games.
    if (present.length === 0) {
      await mark();
      return false;
    }
    return this.judge(platform, 'platform', present, present.length, mark);
  }

  /** Flags a platform and its games. */
  async markPlatform(platformId: number, romIds: readonly number[]): Promise<void> {
    await this.source.transaction(async (manager) => {
      await manager.update(Platform, { id: platformId }, { missing_from_fs: true, updated_at: new Date() });
      await this.entries.markMissing(manager, romIds);
      await bumpVersion(manager, LIBRARY);
    });
  }

  /** A platform's folder is there again: nobody needs to decide about its absence any more. */
  async platformBack(fsSlug: string): Promise<void> {
    await this.source.getRepository(ScanBrake).delete({ fs_slug: fsSlug, kind: 'platform' });
  }

  private async judge(platform: Platform, kind: ScanBrake['kind'], vanished: readonly number[], present: number, mark: () => Promise<void>): Promise<boolean> {
    const brakes = this.source.getRepository(ScanBrake);
    const known = await brakes.findOneBy({ fs_slug: platform.fs_slug });
    switch (judgeVanished(vanished, present, this.share, known?.status === 'rejected' ? known.rom_ids : [])) {
      case 'nothing':
        if (known) await brakes.delete({ id: known.id });
        return false;
      case 'mark':
        await mark();
        if (known) await brakes.delete({ id: known.id });
        return false;
      case 'asked-before':
        return true;
      case 'ask':
        await brakes.save({
          ...(known ? { id: known.id } : {}),
          fs_slug: platform.fs_slug,
          platform_id: platform.id,
          kind,
          vanished_count: vanished.length,
          total_count: present,
          rom_ids: [...vanished],
          status: 'pending',
          created_at: known?.status === 'pending' ? known.created_at : new Date(),
          decided_at: null,
        });
        return true;
    }
  }
}
