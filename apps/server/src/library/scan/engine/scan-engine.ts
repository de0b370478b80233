import { Injectable, Logger } from '@nestjs/common';
import { type JobContext, JobAborted } from '@rumpus/queue';
import { DataSource } from 'typeorm';
import { LibraryLayout } from '../../layout/library-layout.js';
import { ScanFeed } from '../events/scan-feed.js';
import { isIdentifiedPlatform } from '../platforms/detect-platform.js';
import { ScanStore } from '../store/scan-store.js';
import { reason as reasonOf } from '../walk/walker.js';
import { ScanSession } from './scan-session.js';
import { ScanSteps } from './scan-steps.js';

/** How long progress may stay in memory: what a crash forgets at most of the counters outside of batches. */
const FLUSH_MS = 1000;

/** The library itself can't be read: nothing is scanned, and trying again at once would be no better. */
class LibraryUnreadableError extends Error {}

/** Runs scans in the order of library-scan spec §10, from wherever the last attempt got to. */
@Injectable()
export class ScanEngine {
  private readonly logger = new Logger('scan');
  private session: ScanSession | undefined;
  /** Why the last attempt broke off, while the next one has not got on. In memory too: a full disk is one of the reasons. */
  private trouble: { scanId: number; message: string } | undefined;

  constructor(
    private readonly source: DataSource,
    private readonly scans: ScanStore,
    private readonly steps: ScanSteps,
    private readonly layout: LibraryLayout,
    private readonly feed: ScanFeed,
  ) {}

  /** The scan that runs in this process, with its live counters. */
  get running(): ScanSession | undefined {
    return this.session;
  }

  /** Why a scan that is not over stands still: its last attempt broke off and the next one will try from there. */
  troubleOf(scanId: number): string | null {
    return this.trouble?.scanId === scanId ? this.trouble.message : null;
  }

  /**
   * Carries a scan out to its end; its row and the sockets tell how it went.
   * @throws JobAborted when the instance stops, and whatever made it fail: the job is then tried again.
   */
  async run(scanId: number, job: JobContext, lastAttempt: boolean): Promise<void> {
    const scan = await this.scans.get(scanId);
    if (scan.status !== 'queued' && scan.status !== 'running') return;
    await this.scans.start(scanId);
    const session = new ScanSession(scanId, scan.request, { ...scan.stats }, scan.checkpoint, job.signal, scan.failure_count, (moved) => {
      if (moved.stats.scanned_roms > scan.stats.scanned_roms) this.trouble = undefined;
      this.feed.moved(moved);
      const { percent, current, ...progress } = this.feed.progressOf(moved);
      job.progress({ ...progress, ...(percent === null ? {} : { percent }), ...(current === null ? {} : { current }) });
    });
    this.session = session;
    const flusher = setInterval(() => void this.flush(session).catch(() => undefined), FLUSH_MS);
    try {
      await this.carryOut(session);
      await this.flush(session);
      await this.scans.finish(scanId, 'completed', session.stats);
      this.feed.last(session);
      this.feed.done(scanId, 'completed', session.stats);
    } catch (error) {
      await this.end(session, error, lastAttempt);
    } finally {
      clearInterval(flusher);
      this.session = undefined;
    }
  }

  private async end(session: ScanSession, error: unknown, lastAttempt: boolean): Promise<void> {
    const reason: unknown = session.signal.reason;
    if (reason instanceof JobAborted && reason.why === 'cancelled') {
      await this.flush(session);
      await this.scans.finish(session.id, 'stopped', session.stats);
      this.feed.last(session);
      this.feed.done(session.id, 'stopped', session.stats);
      return;
    }
    if (reason instanceof JobAborted && reason.why === 'shutdown') throw reason;
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof LibraryUnreadableError) {
      await this.scans.finish(session.id, 'failed', session.stats, message);
      this.feed.failed(session.id, session.stats, message);
      return;
    }
    this.logger.error({ msg: lastAttempt ? 'a scan failed' : 'a scan broke off and will be taken up again', scan: session.id, platform: session.platform, err: error });
    this.trouble = lastAttempt ? undefined : { scanId: session.id, message };
    if (!lastAttempt) await this.scans.interrupted(session.id, message).catch(() => undefined);
    if (lastAttempt) {
      await this.scans.finish(session.id, 'failed', session.stats, message);
      this.feed.failed(session.id, session.stats, message);
    }
    throw error;
  }

  private async carryOut(session: ScanSession): Promise<void> {
    if (session.request.roms_ids.length > 0) {
      await this.steps.games.scan(session);
      return;
    }
    await this.lookAtLibrary(session);
    const folders = await this.layout.platformFolders();
    await this.steps.platforms.followRenames(folders);
    const selected = await this.select(session, folders);
    if (session.stats.total_platforms === 0) this.noteTwins(session, folders, selected);
    await this.countTotals(session, selected);
    for (const folder of selected) {
      session.throwIfStopped();
      if (!session.checkpoint.done.includes(folder)) await this.platform(session, folder);
    }
    session.throwIfStopped();
    await this.markGonePlatforms(session, folders);
  }

  /** A library that is not there has no platforms, and the brake asks about those it had; one that can't be read says nothing at all. */
  private async lookAtLibrary(session: ScanSession): Promise<void> {
    const trouble = await this.layout.unreadable();
    if (trouble?.error.code === 'ENOENT') session.fail(trouble.folder, 'gone', 'The folder of the library is not there');
    else if (trouble) throw new LibraryUnreadableError(`The library can't be read: ${trouble.folder}: ${reasonOf(trouble.error)}`);
  }

  private noteTwins(session: ScanSession, folders: readonly string[], selected: readonly string[]): void {
    for (const { folder, message } of this.steps.platforms.twins(folders)) if (selected.includes(folder)) session.fail(folder, 'same-platform', message);
  }

  private async platform(session: ScanSession, folder: string): Promise<void> {
    session.platform = folder;
    session.item = null;
    const { current } = session.checkpoint;
    const resumed = current?.fs_slug === folder;
    const taken = await this.steps.platforms.take(folder);
    // A platform that was new before the restart still is.
    const scanned = { ...taken, isNew: taken.isNew || (resumed && current.is_new) };
    if (session.request.type === 'new_platforms' && !scanned.isNew) {
      await this.platformDone(session, folder);
      return;
    }
    await this.steps.marker.platformBack(folder);
    // From here on the platform is known: a restart must not take it for an old one.
    if (!resumed) session.checkpoint.current = { fs_slug: folder, after: '', is_new: scanned.isNew };
    if (!resumed) await this.store(session);
    const fresh = await this.steps.firmware.scan(session, scanned.platform);
    this.feed.platform(scanned.platform, fresh);
    await this.steps.scanner.scan(session, scanned);
    session.count({ scanned_platforms: 1, new_platforms: scanned.isNew ? 1 : 0, identified_platforms: isIdentifiedPlatform(scanned.platform) ? 1 : 0 });
    await this.platformDone(session, folder);
  }

  private async platformDone(session: ScanSession, folder: string): Promise<void> {
    session.checkpoint.done.push(folder);
    delete session.checkpoint.current;
    await this.store(session);
  }

  /** Platforms by id and by folder; none named means all. Sorted by folder; unknown ones are passed over. */
  private async select(session: ScanSession, folders: readonly string[]): Promise<string[]> {
    const { platforms, platform_fs_slugs } = session.request;
    if (platforms.length === 0 && platform_fs_slugs.length === 0) return [...folders];
    const byId = (await this.steps.platforms.all()).filter((row) => platforms.includes(row.id)).map((row) => row.fs_slug);
    const wanted = new Set([...byId, ...platform_fs_slugs]);
    return folders.filter((folder) => wanted.has(folder));
  }

  private async countTotals(session: ScanSession, selected: readonly string[]): Promise<void> {
    if (session.stats.total_platforms > 0) return;
    const counts = await Promise.all(selected.map(async (folder) => this.steps.disk.count(session, await this.layout.gamesPath(folder))));
    session.count({ total_platforms: selected.length, total_roms: counts.reduce((sum, count) => sum + count, 0) });
  }

  /** Every scan of folders ends with a look at which platforms are gone (library-scan spec §13.1). */
  private async markGonePlatforms(session: ScanSession, folders: readonly string[]): Promise<void> {
    const onDisk = new Set(folders);
    for (const platform of await this.steps.platforms.all()) {
      if (onDisk.has(platform.fs_slug)) continue;
      const held = await this.steps.marker.platformGone(platform);
      if (held) session.fail(platform.fs_slug, 'brake', 'The folder of this platform is gone: nothing is marked missing until somebody confirms it');
    }
  }

  private async store(session: ScanSession): Promise<void> {
    await this.scans.checkpoint(this.source.manager, session.id, session.checkpoint, session.stats);
  }

  private flushing: Promise<void> = Promise.resolve();

  private flush(session: ScanSession): Promise<void> {
    this.flushing = this.flushing.catch(() => undefined).then(async () => {
      const notes = session.pending.slice();
      if (notes.length === 0) return;
      await this.scans.addFailures(session.id, notes, session.storedFailures);
      session.pending.splice(0, notes.length);
      session.storedFailures += notes.length;
      this.feed.failures(session, notes);
      this.feed.moved(session);
    });
    return this.flushing;
  }
}
