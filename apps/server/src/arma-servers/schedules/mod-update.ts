import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { STARTABLE } from '@rumpus/process-supervisor';
import { JobAborted, JobQueue, type JobView } from '@rumpus/queue';
import type { Actor } from '../http/caller.js';
import { ModsService } from '../mods/mods.service.js';
import { LiveStates } from '../servers/live-state.js';
import type { ArmaServer } from '../servers/server.entity.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { STEAM_PROGRESS } from '../steam/steam-job.js';
import { SteamJobsService } from '../steam/steam-jobs.service.js';
import { LifecycleService } from '../supervision/lifecycle.service.js';
import { NothingToDo } from './nothing-to-do.js';
import type { SchedulePayload } from './schedule.dto.js';

const LOOK_MS = 500;
const OVER = new Set(['completed', 'failed', 'cancelled']);
/** A download takes its time after the countdown, so those who play are told once more. */
const LAST_WARNING_SECONDS = 30;

/** Updates the workshop mods of a server, and restarts it when that changed any of their files (arma-servers spec §4.11). */
@Injectable()
export class ModUpdate {
  constructor(
    private readonly steam: SteamJobsService,
    private readonly queue: JobQueue,
    private readonly mods: ModsService,
    private readonly servers: ServersRepository,
    private readonly live: LiveStates,
    private readonly lifecycle: LifecycleService,
  ) {}

  /**
   * @param jobId names the download, so that a run that breaks off with its manager goes on with the same one
   * @returns what was done, for people
   * @throws NothingToDo when there is nothing newer; LanguardError `MOD_IN_USE` when other servers stand in the way
   */
  async run(server: ArmaServer, payload: SchedulePayload, jobId: string, actor: Actor, signal: AbortSignal): Promise<string> {
    if ((await this.queue.get(jobId)) === undefined) await this.begin(server, payload, jobId, actor);
    const job = await this.outcome(jobId, signal);
    const changed = STEAM_PROGRESS.safeParse(job.progress).data?.changed ?? [];
    // What did arrive counts also when something else did not: the files under a running server are others now.
    const restarted = changed.length === 0 ? [] : await this.restart(server, changed, payload, actor);
    if (job.state !== 'completed') throw new Error(job.failure ?? 'The download was ended');
    if (changed.length === 0) return 'The mods were up to date';
    return `${String(changed.length)} mods changed; ${restarted.length === 0 ? 'no server was running with them' : `restarted: ${restarted.join(', ')}`}`;
  }

  private async begin(server: ArmaServer, { validate = false, restart_others: others = false }: SchedulePayload, jobId: string, actor: Actor): Promise<void> {
    const ids = (await this.mods.ofServer(server.id)).flatMap(({ workshop_id: id }) => (id === null ? [] : [id]));
    if (ids.length === 0) throw new NothingToDo('The server loads no mod of the workshop');
    const begun = await this.steam.updateFor(server, ids, { validate, others, jobId, actor });
    if (!begun) throw new NothingToDo('No mod has a newer version');
  }

  private async outcome(jobId: string, signal: AbortSignal): Promise<JobView> {
    for (;;) {
      const job = await this.queue.get(jobId);
      if (job === undefined) throw new Error('The download is not known any more');
      if (OVER.has(job.state)) return job;
      await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) throw signal.reason instanceof JobAborted ? signal.reason : new Error('stopped');
    }
  }

  /** @returns names of the servers that load the new files now */
  private async restart(server: ArmaServer, changed: readonly string[], { timeout_seconds: timeout = 30, restart_others: others = false }: SchedulePayload, actor: Actor): Promise<string[]> {
    const running = (await this.mods.runningWith(changed)).filter((id) => others || id === server.id);
    const names: string[] = [];
    for (const id of running) {
      const { name, status } = await this.servers.get(id);
      if (STARTABLE.includes(status)) continue;
      const warn = this.live.get(id).playerCount > 0 ? LAST_WARNING_SECONDS : 0;
      await this.lifecycle.restart(id, { force: false, timeout_seconds: timeout, warn_seconds: warn, message: `New versions of mods: the server restarts in ${String(warn)} seconds.` }, actor, warn + timeout + 60);
      names.push(name);
    }
    return names;
  }
}
