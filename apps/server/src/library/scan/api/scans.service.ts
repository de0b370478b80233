import { Injectable } from '@nestjs/common';
import { conflict } from '@rumpus/errors';
import { JobHandler, type JobContext, JobQueue } from '@rumpus/queue';
import { ScanEngine } from '../engine/scan-engine.js';
import { scanJob } from '../engine/scan-job.js';
import { ScanFeed } from '../events/scan-feed.js';
import type { ScanRequest, ScanTrigger } from '../scan-types.js';
import { ScanStore } from '../store/scan-store.js';
import type { Scan } from '../store/scan.entity.js';

/** What a second scan is told (library-api spec §20.1). */
export const ALREADY_SCANNING = 'A scan is already in progress';

/** Between the row of a scan and its job. */
const START_GRACE_MS = 30_000;

/** Starts, stops and carries out scans. One runs at a time, over all instances. */
@Injectable()
export class ScansService {
  private starting: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly scans: ScanStore,
    private readonly queue: JobQueue,
    private readonly engine: ScanEngine,
    private readonly feed: ScanFeed,
  ) {}

  /**
   * Queues a scan. Scans of single games line up; any other is refused while one waits or runs.
   * @throws DomainError `conflict`
   */
  start(request: ScanRequest, trigger: ScanTrigger, userId: number | null): Promise<Scan> {
    // One after the other, so that two requests at once don't both find the way free.
    const started = this.starting.catch(() => undefined).then(() => this.startNow(request, trigger, userId));
    this.starting = started;
    return started;
  }

  private async startNow(request: ScanRequest, trigger: ScanTrigger, userId: number | null): Promise<Scan> {
    const unfinished = await this.alive();
    const singleGames = request.roms_ids.length > 0;
    if (!singleGames && unfinished.length > 0) throw conflict(ALREADY_SCANNING, { code: 'scan_in_progress' });
    const scan = await this.scans.create(request, trigger, userId);
    const jobId = await this.queue.add(scanJob, { scanId: scan.id }, { id: `library.scan-${scan.id}`, priority: trigger === 'user' ? 10 : 0 });
    await this.scans.setJob(scan.id, jobId);
    return this.scans.get(scan.id);
  }

  /** Scans that wait or run. One whose job has ended without a word (its process died too often) is closed: it would block all others. */
  private async alive(): Promise<Scan[]> {
    const alive: Scan[] = [];
    for (const scan of await this.scans.unfinished()) {
      const job = scan.job_id === null ? undefined : await this.queue.get(scan.job_id);
      // Another instance may be about to queue it.
      const fresh = scan.job_id === null && Date.now() - scan.created_at.getTime() < START_GRACE_MS;
      if (fresh) alive.push(scan);
      else if (job && (job.state === 'waiting' || job.state === 'delayed' || job.state === 'active')) alive.push(scan);
      else await this.scans.finish(scan.id, 'failed', scan.stats, job?.failure ?? 'The scan was lost');
    }
    return alive;
  }

  /** Stops the scan that runs and takes the waiting ones out. @returns how many there were */
  async stop(): Promise<number> {
    const unfinished = await this.scans.unfinished();
    for (const scan of unfinished) await this.stopOne(scan);
    return unfinished.length;
  }

  private async stopOne(scan: Scan): Promise<void> {
    const cancelled = scan.job_id !== null && (await this.queue.cancel(scan.job_id));
    const now = await this.scans.get(scan.id);
    // A running scan ends itself when its signal says so; one that never started has nobody else to do it.
    if (now.status === 'queued' || (now.status === 'running' && !cancelled)) {
      await this.scans.finish(scan.id, 'stopped', now.stats);
      this.feed.done(scan.id, 'stopped', now.stats);
    }
  }

  @JobHandler(scanJob)
  async run({ scanId }: { scanId: number }, job: JobContext): Promise<unknown> {
    await this.engine.run(scanId, job, job.attempt >= scanJob.attempts);
    return null;
  }
}
