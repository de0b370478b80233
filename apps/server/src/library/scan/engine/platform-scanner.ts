import { Injectable } from '@nestjs/common';
import { inChunks, transaction } from '@rumpus/persistence';
import { DataSource } from 'typeorm';
import { byCodePoint } from '../names/file-names.js';
import { ScanFeed } from '../events/scan-feed.js';
import { MissingMarker } from '../missing/missing-marker.js';
import { ScanStore } from '../store/scan-store.js';
import type { ListedEntry } from '../walk/walker.js';
import { BatchPlanner, type PlannedBatch, type PlatformAtWork } from './batch-planner.js';
import { EntryStore } from './entry-store.js';
import { MovedFiles } from './moved-files.js';
import { PlatformDisk } from './platform-disk.js';
import type { ScannedPlatform } from './platform-rows.js';
import type { ScanSession } from './scan-session.js';

/** Entries per batch: one look at the disk, a few queries and one transaction. */
const BATCH = 150;

/** Takes one platform in, batch by batch. */
@Injectable()
export class PlatformScanner {
  constructor(
    private readonly source: DataSource,
    private readonly entries: EntryStore,
    private readonly planner: BatchPlanner,
    private readonly marker: MissingMarker,
    private readonly disk: PlatformDisk,
    private readonly scans: ScanStore,
    private readonly feed: ScanFeed,
  ) {}

  /** Takes in the entries of a platform and marks those that are gone. A folder that can't be read changes nothing. */
  async scan(session: ScanSession, scanned: ScannedPlatform): Promise<void> {
    const { platform } = scanned;
    const gamesPath = await this.disk.gamesPath(platform.fs_slug);
    const listed = await this.disk.list(session, gamesPath);
    if (!listed) return;
    const onDisk = new Set(listed.map((entry) => entry.name));
    const stored = await this.entries.names(platform.id);
    const present = stored.filter((rom) => !rom.missing).length;
    const vanished = new Set(stored.filter((rom) => !onDisk.has(rom.fs_name)).map((rom) => rom.id));
    await this.batches(session, { ...scanned, gamesPath, moved: new MovedFiles(this.entries, vanished) }, listed);
    session.throwIfStopped();
    const gone = stored.filter((rom) => vanished.has(rom.id) && !rom.missing).map((rom) => rom.id);
    const held = await this.marker.entriesGone(platform, gone, present);
    if (held) session.fail(gamesPath, 'brake', `${gone.length} of ${present} entries are gone: nothing is marked missing until somebody confirms it`);
  }

  /** While one batch is written the next is read. */
  private async batches(session: ScanSession, platform: PlatformAtWork, listed: readonly ListedEntry[]): Promise<void> {
    const { current } = session.checkpoint;
    const after = current?.fs_slug === platform.platform.fs_slug ? current.after : '';
    const chunks = [...inChunks(listed.filter((entry) => byCodePoint(entry.name, after) > 0), BATCH)];
    const read = async (chunk: readonly ListedEntry[] | undefined): Promise<PlannedBatch | undefined> =>
      chunk && this.planner.plan(session, platform, await this.disk.describe(session, platform.gamesPath, chunk), chunk);
    let next = read(chunks[0]);
    for (const [i, chunk] of chunks.entries()) {
      const batch = await next;
      next = read(chunks[i + 1]);
      // Nobody awaits it when this batch fails; its failure is then the same one.
      next.catch(() => undefined);
      if (batch) await this.write(session, platform, batch, chunk.at(-1)?.name ?? '');
    }
  }

  private async write(session: ScanSession, platform: PlatformAtWork, batch: PlannedBatch, last: string): Promise<void> {
    session.throwIfStopped();
    const changes = await this.planner.settle(platform, batch);
    const checkpoint = { ...session.checkpoint, current: { fs_slug: platform.platform.fs_slug, after: last, is_new: platform.isNew } };
    const counted = { scanned_roms: batch.seen, new_roms: changes.inserts.length, identified_roms: batch.identified };
    const stats = { ...session.stats };
    for (const [field, by] of Object.entries(counted)) stats[field as keyof typeof stats] += by;
    const ids = await transaction(this.source, async (manager) => {
      const made = await this.entries.write(manager, changes);
      await this.scans.checkpoint(manager, session.id, checkpoint, stats);
      return made;
    });
    session.checkpoint.current = checkpoint.current;
    session.item = `${platform.gamesPath}/${last}`;
    session.count(counted);
    await this.feed.roms([...ids, ...changes.updates.map(({ patch }) => patch.id), ...changes.back]);
  }
}
