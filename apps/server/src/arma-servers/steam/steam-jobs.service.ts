import { realpath } from 'node:fs/promises';
import { isAbsolute, join, resolve, sep } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { JobQueue, type JobView } from '@rumpus/queue';
import { z } from 'zod';
import { invalidInput, LanguardError, missing } from '../errors.js';
import { HostLease } from '../hosts/host-lease.js';
import { MOMENT } from '../http/answers.js';
import type { Actor } from '../http/caller.js';
import { ModsService } from '../mods/mods.service.js';
import type { ArmaServer } from '../servers/server.entity.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { GuardCodes } from './guard-codes.js';
import { SteamFeed } from './steam-feed.js';
import { STEAM_FAULTS } from './steam-fault.js';
import { STEAM_PROGRESS, steamJob, type SteamWorkload } from './steam-job.js';
import { WorkshopApi } from './workshop-api.js';
import { ServerSettings } from '../settings/server-settings.js';

/** A job of steamcmd as the API shows it. */
export const STEAM_JOB = z.object({
  job_id: z.string(),
  kind: z.string(),
  state: z.enum(['waiting', 'delayed', 'active', 'waiting_for_guard', 'waiting_for_confirmation', 'completed', 'failed', 'cancelled']),
  phase: STEAM_PROGRESS.shape.phase.nullable(),
  percent: z.number().nullable(),
  current: z.string().nullable(),
  items: z.object({ done: z.int(), total: z.int() }).nullable(),
  attempt: z.int().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  log: z.array(z.string()),
  host_id: z.string().nullable(),
  created_at: MOMENT,
  started_at: MOMENT.nullable(),
  finished_at: MOMENT.nullable(),
});
export type SteamJobView = z.infer<typeof STEAM_JOB>;

/** What a request for a job is answered with. */
export const JOB_ADDED = z.object({ job_id: z.string(), status: z.string() });
export type JobAdded = z.infer<typeof JOB_ADDED>;

const ANONYMOUS = 'anonymous';

/** Adds jobs for steamcmd and looks at them. */
@Injectable()
export class SteamJobsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly live: ServerSettings,
    private readonly queue: JobQueue,
    private readonly lease: HostLease,
    private readonly api: WorkshopApi,
    private readonly mods: ModsService,
    private readonly servers: ServersRepository,
    private readonly codes: GuardCodes,
    private readonly feed: SteamFeed,
  ) {}

  /** Installs or updates the game's server program below one of the install folders. */
  async game({ install_dir: wanted, branch, validate }: { install_dir?: string | undefined; branch?: string | undefined; validate: boolean }): Promise<JobAdded> {
    const [first] = this.live.values.installRoots;
    const folder = wanted ?? first;
    if (folder === undefined) throw invalidInput({ path: 'install_dir', rule: 'required', message: 'needed, as SERVERS_INSTALL_ROOTS is not set' });
    if (!isAbsolute(folder) || !(await this.isInstallFolder(folder))) throw new LanguardError('PATH_NOT_ALLOWED', 'The folder is not one of the install folders (SERVERS_INSTALL_ROOTS), nor below one', { path: folder });
    return this.add({ kind: 'game', install_dir: resolve(folder), branch: branch ?? null, validate });
  }

  /** Downloads or updates mods. `restart` allows it while servers run with them, and restarts those servers. */
  async workshopMods(ids: readonly string[], { validate = false, restart = false, actor }: { validate?: boolean; restart?: boolean; actor: Actor }): Promise<JobAdded> {
    this.assertAccount();
    const busy = await this.mods.runningWith(ids);
    if (busy.length > 0 && !restart) throw new LanguardError('MOD_IN_USE', 'Servers are running with these mods; stop them, or let them be restarted', { servers: busy });
    const unique = [...new Set(ids)];
    return this.add({ kind: 'mods', items: await this.details(unique), validate, restart: busy, actor });
  }

  async collection(id: string, actor: Actor): Promise<JobAdded> {
    return this.workshopMods(await this.api.collection(id), { actor });
  }

  /** Updates every mod of the workshop that has a newer version. */
  async updateAll(restart: boolean, actor: Actor): Promise<JobAdded | null> {
    const outdated = (await this.checkUpdates()).filter(({ update_available: available }) => available).map(({ workshop_id: id }) => id);
    return outdated.length === 0 ? null : this.workshopMods(outdated, { restart, actor });
  }

  /**
   * Updates the mods of one server, for its schedule, which restarts what has to be.
   *
   * @param options `validate` fetches all of them again where files are damaged; `others` lets other servers run with them
   * @returns false when there is nothing newer
   * @throws LanguardError `MOD_IN_USE`, `STEAM_ACCOUNT_NEEDED`
   */
  async updateFor(server: ArmaServer, ids: readonly string[], { validate, others, jobId, actor }: { validate: boolean; others: boolean; jobId: string; actor: Actor }): Promise<boolean> {
    this.assertAccount();
    const newer = new Set((await this.checkUpdates()).filter(({ update_available: available }) => available).map(({ workshop_id: id }) => id));
    const wanted = validate ? ids : ids.filter((id) => newer.has(id));
    if (wanted.length === 0) return false;
    const busy = (await this.mods.runningWith(wanted)).filter((id) => id !== server.id);
    if (busy.length > 0 && !others) throw new LanguardError('MOD_IN_USE', 'Other servers are running with these mods', { servers: busy });
    await this.add({ kind: 'mods', items: await this.details(wanted), validate, restart: [], actor }, server.host_id, jobId);
    return true;
  }

  /** Asks Steam which mods have changed since they were downloaded. */
  async checkUpdates(): Promise<{ mod_id: number; name: string; workshop_id: string; update_available: boolean; updated_at_steam: string | null }[]> {
    const mods = (await this.mods.list()).flatMap((mod) => (mod.workshop_id === null ? [] : [{ ...mod, workshop_id: mod.workshop_id }]));
    const items = new Map((mods.length === 0 ? [] : await this.api.items(mods.map(({ workshop_id: id }) => id))).map((item) => [item.id, item]));
    const rows = mods.map((mod) => {
      const updated = items.get(mod.workshop_id)?.updated_at ?? null;
      return { mod, updated: updated === null ? null : new Date(updated) };
    });
    await this.mods.noteUpdates(rows.map(({ mod, updated }) => ({ id: mod.id, updatedAt: updated })));
    return rows.map(({ mod, updated }) => ({ mod_id: mod.id, name: mod.name, workshop_id: mod.workshop_id, update_available: updated !== null && (mod.installed_at === null || updated > new Date(mod.installed_at)), updated_at_steam: updated?.toISOString() ?? null }));
  }

  /** Downloads a mission for a server, on its host. */
  async mission(serverId: number, id: string, actor: Actor): Promise<JobAdded> {
    this.assertAccount();
    const server = await this.servers.get(serverId);
    const [item] = await this.details([id]);
    if (item === undefined) throw missing('workshop item');
    return this.add({ kind: 'mission', server_id: serverId, item, actor }, server.host_id);
  }

  /** @param serverIds servers whose missions the caller may know of; mods and the game concern those who run all */
  async list(serverIds: readonly number[] | 'all'): Promise<SteamJobView[]> {
    return (await this.queue.list({ names: [steamJob.name], limit: 100 })).filter((job) => concerns(job, serverIds)).map(viewOf);
  }

  async get(id: string, serverIds: readonly number[] | 'all' = 'all'): Promise<SteamJobView> {
    const job = await this.find(id);
    if (!concerns(job, serverIds)) throw missing('job');
    return viewOf(job);
  }

  /** Ends a job; what was downloaded stays, and the next job goes on from there. */
  async cancel(id: string): Promise<SteamJobView> {
    const job = await this.find(id);
    if (!(await this.queue.cancel(id))) throw new LanguardError('INVALID_TRANSITION', `The job is ${job.state}`, { state: job.state });
    // One that runs tells its end itself.
    if (job.state !== 'active') this.feed.tell(id, job.payload as SteamWorkload, 'cancelled');
    return this.get(id);
  }

  /**
   * Does once more what failed or was ended, as a job of its own; it goes on from what was downloaded.
   *
   * @throws LanguardError `INVALID_TRANSITION` for what still runs or has succeeded, `MOD_IN_USE`
   */
  async retry(id: string, actor: Actor): Promise<JobAdded> {
    const job = await this.find(id);
    if (job.state !== 'failed' && job.state !== 'cancelled') throw new LanguardError('INVALID_TRANSITION', `The job is ${job.state}`, { state: job.state });
    const work = job.payload as SteamWorkload;
    if (work.kind === 'mods') return this.workshopMods(work.items.map((item) => item.id), { validate: work.validate, restart: work.restart.length > 0, actor });
    return this.add(work, job.node ?? undefined);
  }

  /** Hands a Steam Guard code to the job that waits for it. */
  async guard(id: string, code: string): Promise<SteamJobView> {
    const job = await this.find(id);
    if (job.node !== this.lease.hostId) throw new LanguardError('OWNED_BY_OTHER_HOST', 'This job runs on another host: enter the code at the manager there', { host_id: job.node });
    this.codes.give(id, code);
    return this.get(id);
  }

  private async add(work: SteamWorkload, node: string = this.lease.hostId, id?: string): Promise<JobAdded> {
    const jobId = await this.queue.add(steamJob, work, { node, ...(id === undefined ? {} : { id }) });
    this.feed.tell(jobId, work, 'waiting');
    return { job_id: jobId, status: 'waiting' };
  }

  private async find(id: string): Promise<JobView> {
    const job = await this.queue.get(id);
    if (job?.name !== steamJob.name) throw missing('job');
    return job;
  }

  /** What Steam knows of the items helps with progress and room, but is not needed. */
  private async details(ids: readonly string[]): ReturnType<WorkshopApi['items']> {
    return this.api.items(ids).catch((error: unknown) => {
      if (error instanceof LanguardError) throw error;
      return ids.map((id) => ({ id, title: null, size_bytes: null, updated_at: null }));
    });
  }

  private assertAccount(): void {
    if (this.config.servers.steamUser === ANONYMOUS) throw new LanguardError('STEAM_ACCOUNT_NEEDED', STEAM_FAULTS.ACCOUNT_NEEDED, { setting: 'STEAM_USER' });
  }

  /** The folder may not be there yet, but what is there of it must not be a link that leads elsewhere. */
  private async isInstallFolder(folder: string): Promise<boolean> {
    const roots = await Promise.all(this.live.values.installRoots.map((root) => realpath(root).catch(() => root)));
    let known = resolve(folder);
    let rest = '';
    for (;;) {
      const found = await realpath(known).catch(() => undefined);
      if (found !== undefined) return roots.some((root) => join(found, rest) === root || join(found, rest).startsWith(`${root}${sep}`));
      rest = join(known.slice(known.lastIndexOf(sep) + 1), rest);
      known = resolve(known, '..');
    }
  }
}

function concerns({ payload }: JobView, serverIds: readonly number[] | 'all'): boolean {
  const work = payload as SteamWorkload;
  return serverIds === 'all' || (work.kind === 'mission' && serverIds.includes(work.server_id));
}

function viewOf(job: JobView): SteamJobView {
  const progress = STEAM_PROGRESS.safeParse(job.progress).data;
  const phase = progress?.phase;
  const asking = job.state === 'active' && (phase === 'waiting_for_guard' || phase === 'waiting_for_confirmation') ? phase : undefined;
  return {
    job_id: job.id,
    kind: (job.payload as SteamWorkload).kind,
    state: asking ?? job.state,
    phase: phase ?? null,
    percent: progress?.percent ?? null,
    current: progress?.current ?? null,
    items: progress?.items ?? null,
    attempt: progress?.attempt ?? null,
    error: job.failure === null ? null : { code: progress?.fault ?? 'FAILED', message: job.failure },
    log: job.log.slice(-200),
    host_id: job.node,
    created_at: job.createdAt.toISOString(),
    started_at: job.startedAt?.toISOString() ?? null,
    finished_at: job.finishedAt?.toISOString() ?? null,
  };
}
