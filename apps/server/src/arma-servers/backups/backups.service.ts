import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Sealer } from '@rumpus/config';
import { JobAborted, JobHandler, JobQueue, type JobContext, type PayloadOf } from '@rumpus/queue';
import { Repository } from 'typeorm';
import { LanguardError, missing } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import { HostDirectory, type HostView } from '../hosts/host-directory.js';
import { HostRouter } from '../hosts/host-router.js';
import { OnHost } from '../hosts/on-owner.js';
import type { Actor } from '../http/caller.js';
import type { Page } from '../http/paging.js';
import type { SchedulePayload } from '../schedules/schedule.dto.js';
import type { ArmaServer } from '../servers/server.entity.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { readArchive } from './archive-reader.js';
import type { BackupOverview, BackupView, ChangeBackup, CreateBackup, FindBackups } from './backup.dto.js';
import { ArmaBackup } from './backup.entities.js';
import { BackupFiles } from './backup-files.js';
import { backupJob, PASSPHRASE_PLACE } from './backup-jobs.js';
import { BackupMaker } from './backup-maker.js';
import { superfluous } from './retention.js';
import { WorkFeed } from './work-feed.js';
import { digest } from './snapshot.js';

const KEPT_SAFETY = 3;
const USUAL_RETENTION = { keep_last: 7, keep_daily: 0, keep_weekly: 0 };

function backupView({ id, server_id, server_name, host_id, kind, schedule_id, note, pinned, include_missions, has_passphrase, status, error, size_bytes, sha256, file_count, created_by, created_at, finished_at }: ArmaBackup, host: HostView): BackupView {
  return { id, server_id, server_name, host_id, host_name: host.name, file_here: host.here, kind, schedule_id, note, pinned, include_missions, has_passphrase, status, error, size_bytes, sha256, file_count, created_by, created_at: created_at.toISOString(), finished_at: finished_at?.toISOString() ?? null };
}

/** Backups as things that are made, kept and thrown away. */
@Injectable()
export class BackupsService {
  constructor(
    @InjectRepository(ArmaBackup) private readonly backups: Repository<ArmaBackup>,
    private readonly servers: ServersRepository,
    private readonly maker: BackupMaker,
    private readonly files: BackupFiles,
    readonly router: HostRouter,
    private readonly hosts: HostDirectory,
    private readonly queue: JobQueue,
    private readonly sealer: Sealer,
    private readonly events: EventsService,
    private readonly watchers: WorkFeed,
  ) {}

  /** Backups over several servers. @param serverIds those the caller may run; only with all of them come those of deleted ones */
  async find(serverIds: readonly number[] | 'all', { limit, offset, server_id: serverId, kind }: FindBackups): Promise<BackupOverview> {
    const query = this.backups.createQueryBuilder('backup').where('1 = 1');
    if (serverIds !== 'all') query.andWhere('backup.server_id IN (:...ids)', { ids: serverIds.length === 0 ? [0] : [...serverIds] });
    if (serverId !== undefined) query.andWhere('backup.server_id = :serverId', { serverId });
    if (kind !== undefined) query.andWhere('backup.kind = :kind', { kind });
    const sum = await query.clone().select('SUM(backup.size_bytes)', 'bytes').getRawOne<{ bytes: number | string | null }>();
    const [rows, total] = await query.orderBy('backup.id', 'DESC').take(limit).skip(offset).getManyAndCount();
    return { items: await this.views(rows), total, limit, offset, total_bytes: Number(sum?.bytes ?? 0) };
  }

  /** The backups of one server. */
  async list(serverId: number, { limit, offset }: { limit: number; offset: number }): Promise<Page<BackupView>> {
    await this.servers.get(serverId);
    const [rows, total] = await this.backups.findAndCount({ where: { server_id: serverId }, order: { id: 'DESC' }, take: limit, skip: offset });
    return { items: await this.views(rows), total, limit, offset };
  }

  /** One backup as the API shows it. */
  async show(serverId: number, id: number): Promise<BackupView> {
    return this.view(await this.get(serverId, id));
  }

  async get(serverId: number | undefined, id: number): Promise<ArmaBackup> {
    const row = await this.backups.findOneBy({ id, ...(serverId === undefined ? {} : { server_id: serverId }) });
    if (row === null) throw missing('backup');
    return row;
  }

  /** Has a backup made on the host of the server; its progress is that of the job `backup-<id>`. @throws LanguardError `HOST_AWAY` */
  async create(serverId: number, { note, include_missions: includeMissions, passphrase }: CreateBackup, actor: Actor): Promise<BackupView> {
    const server = await this.servers.get(serverId);
    await this.router.assertOnline(server.host_id);
    const backup = await this.maker.order(server, { kind: 'manual', note, includeMissions, hasPassphrase: passphrase !== undefined, actor });
    const sealed = passphrase === undefined ? null : this.sealer.seal(passphrase, PASSPHRASE_PLACE);
    await this.queue.add(backupJob, { backup_id: backup.id, passphrase: sealed }, { id: `backup-${String(backup.id)}`, node: server.host_id });
    return this.view(backup);
  }

  @JobHandler(backupJob)
  async run({ backup_id: id, passphrase }: PayloadOf<typeof backupJob>, context: JobContext): Promise<unknown> {
    const backup = await this.backups.findOneBy({ id });
    if (backup === null || backup.status === 'done' || backup.status === 'failed') return { status: backup?.status ?? 'gone' };
    try {
      const opened = passphrase === null ? undefined : this.sealer.open(passphrase, PASSPHRASE_PLACE);
      await this.maker.make(backup, opened, context.signal, (current, done, of) => {
        context.progress({ percent: Math.round((100 * done) / of), current });
        if (backup.server_id !== null) this.watchers.step(backup.server_id, 'backup', id, done / of, current);
      });
      if (backup.server_id !== null) this.watchers.end(backup.server_id, 'backup', id, 'completed');
      return { status: 'done' };
    } catch (error) {
      if (error instanceof JobAborted && error.why === 'shutdown') throw error;
      await this.maker.fail(backup, error);
      if (backup.server_id !== null) this.watchers.end(backup.server_id, 'backup', id, 'failed', error instanceof Error ? error.message : null);
      throw error;
    }
  }

  /** A backup by a schedule, now; older ones of the same schedule go as its rule says. */
  async bySchedule(server: ArmaServer, scheduleId: number, { include_missions = true, ...rule }: SchedulePayload, signal: AbortSignal): Promise<ArmaBackup> {
    const backup = await this.maker.order(server, { kind: 'scheduled', note: '', includeMissions: include_missions, hasPassphrase: false, scheduleId, actor: 'scheduler' });
    const made = await this.maker.make(backup, undefined, signal).catch(async (error: unknown) => {
      await this.maker.fail(backup, error);
      throw error;
    });
    const { keep_last: keepLast, keep_daily: keepDaily, keep_weekly: keepWeekly } = { ...USUAL_RETENTION, ...rule };
    const mine = await this.backups.findBy({ server_id: server.id, schedule_id: scheduleId, kind: 'scheduled', status: 'done', pinned: false });
    for (const old of superfluous(mine, { keepLast, keepDaily, keepWeekly })) await this.drop(old);
    return made;
  }

  /** A backup of what a restore is about to replace. Few of them stay. */
  async forSafety(server: ArmaServer, includeMissions: boolean, actor: Actor, signal: AbortSignal): Promise<ArmaBackup> {
    const backup = await this.maker.order(server, { kind: 'safety', note: 'before a restore', includeMissions, hasPassphrase: false, actor });
    const made = await this.maker.make(backup, undefined, signal).catch(async (error: unknown) => {
      await this.maker.fail(backup, error);
      throw error;
    });
    const mine = await this.backups.findBy({ server_id: server.id, kind: 'safety', status: 'done', pinned: false });
    for (const old of superfluous(mine, { keepLast: KEPT_SAFETY, keepDaily: 0, keepWeekly: 0 })) await this.drop(old);
    return made;
  }

  async change(serverId: number, id: number, change: ChangeBackup): Promise<BackupView> {
    await this.get(serverId, id);
    if (Object.keys(change).length > 0) await this.backups.update({ id }, change);
    return this.show(serverId, id);
  }

  /** Deletes a backup where its file is. @throws LanguardError `JOB_RUNNING`, `HOST_AWAY` */
  async remove(serverId: number | undefined, id: number): Promise<void> {
    const { host_id: hostId } = await this.get(serverId, id);
    await this.removeOn(hostId, id);
  }

  @OnHost('backups.remove')
  async removeOn(_hostId: string, id: number): Promise<void> {
    const backup = await this.get(undefined, id);
    if (backup.status === 'running') throw new LanguardError('JOB_RUNNING', 'This backup is being made; cancel its job first');
    await this.queue.cancel(`backup-${String(id)}`);
    await this.drop(backup);
  }

  /** The file of a backup, for a download. */
  async file(serverId: number | undefined, id: number): Promise<{ path: string; fileName: string }> {
    const backup = await this.get(serverId, id);
    const path = await this.files.existing(backup);
    const name = backup.server_name.replaceAll(/[^\p{L}\p{N}_-]+/gu, '_').slice(0, 60);
    return { path, fileName: `${name}-${backup.created_at.toISOString().slice(0, 16).replaceAll(':', '')}.rumpus-server.tar.gz` };
  }

  /**
   * Takes in the file of a backup that was made here or elsewhere. It is read to its end and checked before it counts.
   *
   * @throws LanguardError `BAD_BACKUP`, `UPLOAD_TOO_LARGE`, `OWNED_BY_OTHER_HOST`
   */
  async import(serverId: number, upload: { path: string } | undefined, actor: Actor): Promise<BackupView> {
    if (upload === undefined) throw new LanguardError('VALIDATION_ERROR', 'A file is needed', [{ path: 'file', rule: 'required', message: 'a file is needed' }]);
    try {
      const server = await this.servers.get(serverId);
      await this.router.assertHere(serverId);
      const { manifest } = await readArchive(upload.path, this.files.limits);
      const { size, sha256 } = await digest(upload.path);
      const filename = `${randomUUID()}.tar.gz`;
      const row = this.backups.create({
        server_id: serverId, server_name: manifest.server_name, host_id: server.host_id, kind: 'imported', schedule_id: null, note: '', pinned: false, include_missions: manifest.include_missions, has_passphrase: manifest.has_passphrase,
        status: 'done', error: null, filename, size_bytes: size, sha256, file_count: manifest.files.length, created_by: actor, created_at: new Date(manifest.created_at), finished_at: new Date(),
      });
      await rename(upload.path, await this.files.pathOf(row));
      const saved = await this.backups.save(row);
      await this.events.record(server, 'backup_created', actor, { backup_id: saved.id, kind: 'imported', size_bytes: size });
      return await this.view(saved);
    } finally {
      await rm(upload.path, { force: true });
    }
  }

  /** A backup that was being made when its manager died, and whose job is gone, never comes. */
  async giveUpBefore(moment: Date): Promise<void> {
    const given = { status: 'failed' as const, error: 'It broke off with its manager', finished_at: new Date() };
    await this.backups.createQueryBuilder().update().set(given).where('status IN (:...open) AND created_at < :moment', { open: ['queued', 'running'], moment: moment.getTime() }).execute();
  }

  private async view(backup: ArmaBackup): Promise<BackupView> {
    return backupView(backup, await this.hosts.find(backup.host_id));
  }

  private views(backups: readonly ArmaBackup[]): Promise<BackupView[]> {
    return Promise.all(backups.map((backup) => this.view(backup)));
  }

  private async drop(backup: ArmaBackup): Promise<void> {
    await rm(await this.files.pathOf(backup), { force: true });
    await this.backups.delete({ id: backup.id });
  }
}
