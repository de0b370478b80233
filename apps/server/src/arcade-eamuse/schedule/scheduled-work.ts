import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { defineJob, type JobContext, JobHandler } from '@rumpus/queue';
import { z } from 'zod';

import type { GameVersion, ScheduledTask } from '../dispatch/game.js';
import { forgetUploads } from '../import/networks/asphyxia-upload.js';
import { networkImportJob } from '../import/networks/import-job.js';
import { GameRegistry } from '../dispatch/registry.js';
import { NetworkSettings } from '../settings/network-settings.js';
import { ArcadeData } from '../store/arcade-data.js';

/** Runs every five minutes; each task is done once per day or week, whoever runs it (core spec 12). */
export const scheduledWorkJob = defineJob('arcade.scheduled-work', { payload: z.object({}), timeout: 4 * 60_000 });
export const SCHEDULE = '*/5 * * * *';

/** How long an import or a deletion can be taken back. */
const UNDO_SECONDS = 90 * 86_400;

export const arcadeJobs = [scheduledWorkJob, networkImportJob];

@Injectable()
export class ScheduledWork {
  private readonly logger = new Logger('arcade schedule');

  constructor(private readonly registry: GameRegistry, private readonly data: ArcadeData, private readonly network: NetworkSettings, @Inject(CONFIG) private readonly config: Config) {}

  @JobHandler(scheduledWorkJob)
  async run(_payload: object, { signal }: JobContext): Promise<unknown> {
    const now = Math.floor(Date.now() / 1000);
    let done = 0;
    for (const series of this.registry.all()) {
      if (signal.aborted) break;
      for (const version of series.versions) for (const task of version.scheduled ?? []) if (await this.runTask(version, task, now)) done++;
    }
    const { eventLogSeconds } = this.network.current;
    if (eventLogSeconds > 0) await this.data.audit.deleteBefore(now - eventLogSeconds);
    await this.data.changes.forgetBefore(now - UNDO_SECONDS);
    await forgetUploads(this.config.server.dataDir);
    return { done };
  }

  /** Work and mark in one transaction, so that a crash between them repeats nothing and loses nothing. A failure stops no other task. */
  private async runTask(version: GameVersion, task: ScheduledTask, now: number): Promise<boolean> {
    try {
      return await this.data.transaction(async (tables) => {
        if (!(await tables.calendar.isDue(version.series, version.version, task.name, task.schedule, now))) return false;
        if (!(await task.run(tables, now))) return false;
        await tables.calendar.markDone(version.series, version.version, task.name, task.schedule, now);
        return true;
      });
    } catch (error) {
      const traceback = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.logger.error(`${version.name}: ${task.name} failed: ${traceback}`);
      await this.data.audit.put('exception', { service: 'scheduler', traceback: traceback.slice(0, 10_000) }, now);
      return false;
    }
  }
}
