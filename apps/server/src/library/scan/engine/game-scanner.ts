import { Injectable } from '@nestjs/common';
import { inChunks, transaction } from '@rumpus/persistence';
import { DataSource } from 'typeorm';
import { ScanFeed } from '../events/scan-feed.js';
import { detectPlatform } from '../platforms/detect-platform.js';
import { SoundtrackCovers } from '../soundtracks/soundtrack-covers.js';
import { ScanStore } from '../store/scan-store.js';
import type { Listing } from '../walk/listing.js';
import { BatchPlanner, type PlatformAtWork } from './batch-planner.js';
import { BatchWriter } from './batch-writer.js';
import { EntryStore } from './entry-store.js';
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
    private readonly covers: SoundtrackCovers,
    private readonly writer: BatchWriter,
  ) {}

  async scan(session: ScanSession): Promise<void> {
    const wanted = await this.byPlatform(session.request.roms_ids);
    if (session.stats.total_roms === 0) session.count({ total_platforms: wanted.size, total_roms: [...wanted.values()].reduce((sum, ids) => sum + ids.length, 0) });
    for (const platform of await this.platforms.all()) {
      const ids = wanted.get(platform.id);
      if (!ids || session.checkpoint.done.includes(platform.fs_slug)) continue;
      session.platform = platform.fs_slug;
      const gamesPath = await this.disk.gamesPath(platform.fs_slug);
      const listing = await this.disk.list(session, gamesPath);
      const at = { platform, isNew: false, hashable: detectPlatform(platform.slug).hashable, gamesPath, moved: new MovedFiles(this.entries, platform.id, []) };
      // A mount that is empty: the brake is for scans of platforms, which see how much of one is gone.
      if (listing?.length === 0) session.fail(gamesPath, 'brake', 'The folder of this platform is empty: nothing is marked missing by a scan of single games');
      const { current } = session.checkpoint;
      const left = current?.fs_slug === platform.fs_slug ? ids.filter((id) => id > Number(current.after)) : ids;
      if (listing) for (const chunk of inChunks(left, BATCH)) await this.batch(session, at, listing, chunk);
      session.checkpoint.done.push(platform.fs_slug);
      delete session.checkpoint.current;
    }
  }

  /** Ids, in their order, by the id of their platform. */
  private async byPlatform(ids: readonly number[]): Promise<Map<number, number[]>> {
    const found = new Map<number, number[]>();
    for (const { id, platform_id } of (await this.entries.platformsOf(ids)).toSorted((a, b) => a.id - b.id)) {
      const list = found.get(platform_id);
      if (list) list.push(id);
      else found.set(platform_id, [id]);
    }
    return found;
  }

  private async batch(session: ScanSession, platform: PlatformAtWork, listing: Listing, ids: readonly number[]): Promise<void> {
    session.throwIfStopped();
    const roms = await this.entries.byIds(ids);
    const found = new Set<string>();
    const listed = roms.flatMap((rom) => listing.find(rom.fs_name) ?? []);
    for (let at = 0; at < listed.length; ) {
      const { entries, taken } = await this.disk.describe(session, platform.gamesPath, listed.slice(at));
      at += taken;
      for (const { name } of entries) found.add(name);
      const planned = await this.planner.plan(session, platform, entries);
      const written = await this.writer.write(session, platform.gamesPath, await this.planner.settle(platform, planned), async () => {});
      await this.covers.keep(session, platform.platform.id, written.changes, written.ids);
      session.count({ identified_roms: planned.identified });
    }
    // One that is listed and can't be looked at is there all the same.
    const gone = listing.length === 0 ? [] : roms.filter((rom) => !listing.find(rom.fs_name) && !rom.missing_from_fs).map((rom) => rom.id);
    session.count({ scanned_roms: roms.length });
    // A restart goes on after these, and counts none twice.
    session.checkpoint.current = { fs_slug: platform.platform.fs_slug, after: String(ids.at(-1) ?? 0), is_new: false };
    await transaction(this.source, async (manager) => {
      await this.entries.markMissing(manager, gone);
      await this.scans.checkpoint(manager, session.id, session.checkpoint, session.stats);
    });
    await this.feed.roms(roms.filter((rom) => found.has(rom.fs_name)).map((rom) => rom.id));
  }
}
