import { Injectable } from '@nestjs/common';
import { inChunks, transaction } from '@rumpus/persistence';
import { DataSource } from 'typeorm';
import { ScanFeed } from '../events/scan-feed.js';
import { detectPlatform } from '../platforms/detect-platform.js';
import { ScanStore } from '../store/scan-store.js';
import { BatchPlanner } from './batch-planner.js';
import { EntryStore, type KnownRom } from './entry-store.js';
import { MovedFiles } from './moved-files.js';
import { PlatformRows } from './platform-rows.js';
import { PlatformDisk } from './platform-disk.js';
import type { ScanSession } from './scan-session.js';

const BATCH = 200;

/**
 * Scans exactly the games that were named, whatever folder they are in: no look at folders, firmware or other games. One whose
 * file is gone is flagged missing (library-scan spec §9.3).
 */
@Injectable()
export class GameScanner {
  constructor(
    private readonly source: DataSource,
    private readonly entries: EntryStore,
    private readonly planner: BatchPlanner,
    private readonly platforms: PlatformRows,
    private readonly disk: PlatformDisk,
    private readonly scans: ScanStore,
    private readonly feed: ScanFeed,
  ) {}

  async scan(session: ScanSession): Promise<void> {
    const roms = (await Promise.all([...inChunks(session.request.roms_ids, 2000)].map((ids) => this.entries.byIds(ids)))).flat();
    const platforms = new Map((await this.platforms.all()).map((platform) => [platform.id, platform]));
    if (session.stats.total_roms === 0) session.count({ total_platforms: new Set(roms.map((rom) => rom.platform_id)).size, total_roms: roms.length });
    for (const [platformId, platform] of platforms) {
      const mine = roms.filter((rom) => rom.platform_id === platformId);
      if (mine.length === 0 || session.checkpoint.done.includes(platform.fs_slug)) continue;
      session.platform = platform.fs_slug;
      const at = { platform, isNew: false, hashable: detectPlatform(platform.slug).hashable, gamesPath: await this.disk.gamesPath(platform.fs_slug), moved: new MovedFiles(this.entries, new Set()) };
      for (const chunk of inChunks(mine, BATCH)) await this.batch(session, at, chunk);
      session.checkpoint.done.push(platform.fs_slug);
    }
  }

  private async batch(session: ScanSession, platform: Parameters<BatchPlanner['settle']>[0], roms: readonly KnownRom[]): Promise<void> {
    session.throwIfStopped();
    const listed = await this.disk.look(session, platform.gamesPath, roms.map((rom) => rom.fs_name));
    if (!listed) return;
    const found = new Set(listed.map((entry) => entry.name));
    const planned = await this.planner.plan(session, platform, listed, []);
    const changes = await this.planner.settle(platform, planned);
    const gone = roms.filter((rom) => !found.has(rom.fs_name));
    const flag = gone.filter((rom) => !rom.missing_from_fs).map((rom) => rom.id);
    await transaction(this.source, async (manager) => {
      await this.entries.write(manager, changes);
      await this.entries.markMissing(manager, flag);
      await this.scans.checkpoint(manager, session.id, session.checkpoint, session.stats);
    });
    session.count({ scanned_roms: roms.length, identified_roms: planned.identified });
    await this.feed.roms([...found].flatMap((name) => roms.filter((rom) => rom.fs_name === name).map((rom) => rom.id)));
  }
}
