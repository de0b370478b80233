import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { DomainError, invalid, notFound } from '@rumpus/errors';
import { JobHandler, JobQueue, type JobContext, type JobState, type JobView } from '@rumpus/queue';
import { wireTime, wireTimeOrNull } from '../shared/wire.js';
import { scheduledScanJob } from '../scan/engine/scan-job.js';
import { ScanEngine } from '../scan/engine/scan-engine.js';
import { scanRequestSchema, type ScanStatus, type ScanType } from '../scan/scan-types.js';
import { ScanStore } from '../scan/store/scan-store.js';
import type { Scan } from '../scan/store/scan.entity.js';
import { ScansService } from '../scan/api/scans.service.js';
import { cleanupMissingJob } from './cleanup-missing.js';
import type { TaskExecution, TaskInfo, TaskList, TaskStatus } from './tasks.dto.js';

/** Finished scans shown in the list. */
const SHOWN = 50;

const SCAN_STATE: Readonly<Record<ScanStatus, TaskStatus['status']>> = { queued: 'queued', running: 'started', completed: 'finished', failed: 'failed', stopped: 'stopped' };
const JOB_STATE: Readonly<Record<JobState, TaskStatus['status']>> = { waiting: 'queued', delayed: 'scheduled', active: 'started', completed: 'finished', failed: 'failed', cancelled: 'canceled' };

/** Background work in the shape of RomM's task API (library-api spec §16): the tasks this server has. */
@Injectable()
export class TasksService implements OnApplicationBootstrap {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly queue: JobQueue,
    private readonly scans: ScanStore,
    private readonly scanning: ScansService,
    private readonly engine: ScanEngine,
  ) {}

  /** Puts the schedule in force, or out of it. */
  async onApplicationBootstrap(): Promise<void> {
    const { rescan, rescanCron } = this.config.tasks;
    if (rescan) await this.queue.schedule('library.scan', rescanCron, scheduledScanJob, {});
    else await this.queue.unschedule('library.scan');
  }

  @JobHandler(scheduledScanJob)
  async scheduledScan(_payload: object, _job: JobContext): Promise<unknown> {
    try {
      return { scan: (await this.scanning.start(scanRequestSchema.parse({ type: 'quick' }), 'schedule', null)).id };
    } catch (error) {
      // A scan that runs anyway does the same work.
      if (error instanceof DomainError && error.kind === 'conflict') return { scan: null };
      throw error;
    }
  }

  list(): TaskList {
    const { tasks, library } = this.config;
    const rescan: TaskInfo = {
      name: 'scan_library',
      type: 'scan',
      title: 'Scheduled rescan',
      description: 'Rescans the entire library',
      enabled: tasks.rescan,
      manual_run: false,
      cron_string: tasks.rescanCron,
    };
    const watcher: TaskInfo = {
      name: 'filesystem_watcher',
      type: 'watcher',
      title: 'Rescan on filesystem change',
      description: 'Runs a scan when a change is detected in the library path',
      enabled: library.watch,
      manual_run: false,
      cron_string: '',
    };
    return { scheduled: [rescan], manual: [CLEANUP], watcher: [watcher] };
  }

  /** Running, waiting and finished work, newest first. */
  async status(): Promise<TaskStatus[]> {
    const scans = (await this.scans.list(SHOWN, 0)).items.map((scan) => this.scanStatus(scan));
    const cleanups = (await this.queue.list({ names: [cleanupMissingJob.name], limit: SHOWN })).map(cleanupStatus);
    return [...scans, ...cleanups].sort((a, b) => momentOf(b).localeCompare(momentOf(a)));
  }

  /** @throws DomainError `not-found` */
  async get(id: string): Promise<TaskStatus> {
    const scan = (await this.scans.list(1000, 0)).items.find(({ job_id }) => job_id === id);
    if (scan) return this.scanStatus(scan);
    const job = await this.queue.get(id);
    if (job?.name !== cleanupMissingJob.name) throw notFound(`Task with ID '${id}' not found`);
    return cleanupStatus(job);
  }

  /** @throws DomainError `not-found` for an unknown task, `invalid` for one that is not run by hand. */
  async run(name: string, input: Record<string, unknown>): Promise<TaskExecution> {
    const { scheduled, manual, watcher } = this.list();
    const all = [...scheduled, ...manual, ...watcher];
    const task = all.find((known) => known.name === name);
    if (!task) throw notFound(`Task '${name}' not found, available tasks are ${all.map((known) => known.name).join(', ')}`);
    if (!task.manual_run || !task.enabled) throw invalid(`Task '${name}' cannot be run`);
    const platformId = typeof input['platform_id'] === 'number' ? input['platform_id'] : null;
    const id = await this.queue.add(cleanupMissingJob, { platformId });
    const now = wireTime(new Date());
    return { task_name: task.title, task_id: id, status: 'queued', created_at: now, enqueued_at: now };
  }

  private scanStatus(scan: Scan): TaskStatus {
    const live = this.engine.running;
    return {
      task_name: titleOf(scan.request.type),
      task_id: scan.job_id ?? `library.scan-${scan.id}`,
      status: SCAN_STATE[scan.status],
      created_at: wireTime(scan.created_at),
      enqueued_at: wireTime(scan.created_at),
      started_at: wireTimeOrNull(scan.started_at),
      ended_at: wireTimeOrNull(scan.ended_at),
      task_type: 'scan',
      meta: { scan_stats: live?.id === scan.id ? { ...live.stats } : scan.stats },
    };
  }
}

const CLEANUP: TaskInfo = {
  name: 'cleanup_missing_roms',
  type: 'cleanup',
  title: 'Cleanup missing ROMs',
  description: 'Deletes the entries of ROMs that are missing from the filesystem',
  enabled: true,
  manual_run: true,
  cron_string: '',
};

const titleOf = (type: ScanType): string => `${type.charAt(0).toUpperCase()}${type.slice(1)} Scan`;

const momentOf = (task: TaskStatus): string => task.started_at ?? task.enqueued_at ?? task.created_at ?? '';

const cleanupStatus = (job: JobView): TaskStatus => ({
  task_name: CLEANUP.title,
  task_id: job.id,
  status: JOB_STATE[job.state],
  created_at: wireTime(job.createdAt),
  enqueued_at: wireTime(job.createdAt),
  started_at: wireTimeOrNull(job.startedAt),
  ended_at: wireTimeOrNull(job.finishedAt),
  task_type: 'cleanup',
  meta: { cleanup_stats: job.state === 'completed' ? (job.result as Record<string, number | null>) : null },
});
