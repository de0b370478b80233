import { Injectable } from '@nestjs/common';
import { ScanFeed } from '../events/scan-feed.js';
import { MissingMarker } from '../missing/missing-marker.js';
import { SoundtrackCovers } from '../soundtracks/soundtrack-covers.js';
import { ScanStore } from '../store/scan-store.js';
import type { Listing } from '../walk/listing.js';
import { BatchPlanner, type PlannedBatch, type PlatformAtWork } from './batch-planner.js';
import { BatchWriter } from './batch-writer.js';
import { EntryStore, type BatchChanges } from './entry-store.js';
import { MovedFiles } from './moved-files.js';
import { PlatformDisk } from './platform-disk.js';
import type { ScannedPlatform } from './platform-rows.js';
import type { ScanSession } from './scan-session.js';

/** Entries per batch: one look at the disk, a few queries and one transaction. Others who write, such as cabinets that save scores, wait for no longer than one takes. */
const BATCH = 64;

/** A batch as it was found and read. */
interface ReadBatch {
  planned: PlannedBatch;
  /** Entries looked at, those included that were gone. */
  seen: number;
  /** The last of them. */
  last: string;
}

/** Takes one platform in, batch by batch. */
@Injectable()
export class PlatformScanner {
  constructor(
    private readonly entries: EntryStore,
    private readonly writer: BatchWriter,
    private readonly planner: BatchPlanner,
    private readonly marker: MissingMarker,
    private readonly disk: PlatformDisk,
    private readonly scans: ScanStore,
    private readonly feed: ScanFeed,
    private readonly covers: SoundtrackCovers,
  ) {}

  /** Takes in the entries of a platform and marks those that are gone. A folder that can't be read changes nothing. */
  async scan(session: ScanSession, scanned: ScannedPlatform): Promise<void> {
    const { platform } = scanned;
    const gamesPath = await this.disk.gamesPath(platform.fs_slug);
    const listing = await this.disk.list(session, gamesPath);
    if (!listing) return;
    const { present, vanished, flagged } = await this.compare(platform.id, listing);
    const moved = new MovedFiles(this.entries, platform.id, vanished);
    await this.batches(session, { ...scanned, gamesPath, moved }, listing);
    session.throwIfStopped();
    const gone = vanished.filter((id) => !flagged.has(id) && !moved.isFound(id));
    const held = await this.marker.entriesGone(platform, gone, present);
    if (held) session.fail(gamesPath, 'brake', `${gone.length} of ${present} entries are gone: nothing is marked missing until somebody confirms it`);
  }

  /** What of the platform's games is not on disk, and which of that is known to be missing; `present`: how many were not missing so far. */
  private async compare(platformId: number, listing: Listing): Promise<{ present: number; vanished: number[]; flagged: Set<number> }> {
    const vanished: number[] = [];
    const flagged = new Set<number>();
    let present = 0;
    for await (const page of this.entries.names(platformId)) {
      for (const rom of page) {
        if (!rom.missing_from_fs) present++;
        if (listing.find(rom.fs_name)) continue;
        vanished.push(rom.id);
        if (rom.missing_from_fs) flagged.add(rom.id);
      }
    }
    return { present, vanished, flagged };
  }

  /** While one batch is written the next is read. */
  private async batches(session: ScanSession, platform: PlatformAtWork, listing: Listing): Promise<void> {
    const { current } = session.checkpoint;
    let at = current?.fs_slug === platform.platform.fs_slug ? listing.after(current.after) : 0;
    const read = async (): Promise<ReadBatch | undefined> => {
      const listed = listing.slice(at, at + BATCH);
      if (listed.length === 0) return undefined;
      const { entries, taken } = await this.disk.describe(session, platform.gamesPath, listed);
      at += taken;
      return { planned: await this.planner.plan(session, platform, entries), seen: taken, last: listed[taken - 1]?.name ?? '' };
    };
    for (let batch = await read(); batch; ) {
      const next = read();
      // Nobody awaits it when this batch fails; its failure is then the same one.
      next.catch(() => undefined);
      await this.write(session, platform, batch);
      batch = await next;
    }
  }

  private async write(session: ScanSession, platform: PlatformAtWork, { planned, seen, last }: ReadBatch): Promise<void> {
    session.throwIfStopped();
    const checkpoint = { ...session.checkpoint, current: { fs_slug: platform.platform.fs_slug, after: last, is_new: platform.isNew } };
    const counted = ({ inserts }: BatchChanges) => ({ scanned_roms: seen, new_roms: inserts.length, identified_roms: planned.identified });
    const { ids, changes } = await this.writer.write(session, platform.gamesPath, await this.planner.settle(platform, planned), async (manager, written) => {
      const stats = { ...session.stats };
      for (const [field, by] of Object.entries(counted(written))) stats[field as keyof typeof stats] += by;
      await this.scans.checkpoint(manager, session.id, checkpoint, stats);
    });
    session.checkpoint.current = checkpoint.current;
    await this.covers.keep(session, platform.platform.id, changes, ids);
    session.item = `${platform.gamesPath}/${last}`;
    session.count(counted(changes));
    // Those that were read again and are as they were are told too, as RomM does.
    const read = planned.entries.flatMap(({ rom }) => rom?.id ?? []);
    await this.feed.roms([...new Set([...ids, ...read, ...changes.updates.map(({ patch }) => patch.id), ...changes.back])]);
  }
}
