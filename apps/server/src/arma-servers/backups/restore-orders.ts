import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Sealer } from '@rumpus/config';
import { STARTABLE } from '@rumpus/process-supervisor';
import { JobQueue } from '@rumpus/queue';
import { In, Repository } from 'typeorm';
import { LanguardError } from '../errors.js';
import { HostRouter } from '../hosts/host-router.js';
import type { Actor } from '../http/caller.js';
import type { Page } from '../http/paging.js';
import { ServersRepository } from '../servers/servers.repository.js';
import type { RestoreRequest, RestoreView } from './backup.dto.js';
import { ArmaRestore } from './backup.entities.js';
import { PASSPHRASE_PLACE, restoreJob } from './backup-jobs.js';
import { BackupsService } from './backups.service.js';

const view = ({ id, server_id, backup_id, parts, status, error, report, created_by, created_at, finished_at }: ArmaRestore): RestoreView => ({ id, server_id, backup_id, parts, status, error, report, created_by, created_at: created_at.toISOString(), finished_at: finished_at?.toISOString() ?? null });

/** Restores that are asked for, and what became of them. */
@Injectable()
export class RestoreOrders {
  constructor(
    @InjectRepository(ArmaRestore) private readonly restores: Repository<ArmaRestore>,
    private readonly backups: BackupsService,
    private readonly servers: ServersRepository,
    private readonly router: HostRouter,
    private readonly queue: JobQueue,
    private readonly sealer: Sealer,
  ) {}

  /** Has a backup restored on the host of the server; its progress is that of the job `restore-<id>`. @throws LanguardError `INVALID_TRANSITION`, `JOB_RUNNING`, `NOT_FOUND`, `HOST_AWAY` */
  async create(serverId: number, backupId: number, { parts, passphrase }: RestoreRequest, actor: Actor): Promise<RestoreView> {
    const server = await this.servers.get(serverId);
    const backup = await this.backups.get(serverId, backupId);
    if (backup.status !== 'done') throw new LanguardError('NOT_FOUND', 'This backup is not there (yet)', { status: backup.status });
    await this.router.assertOnline(server.host_id);
    if (!STARTABLE.includes(server.status)) throw new LanguardError('INVALID_TRANSITION', `A server that is ${server.status} can't be restored; stop it first`, { status: server.status });
    if (await this.restores.existsBy({ server_id: serverId, status: In(['queued', 'running']) })) throw new LanguardError('JOB_RUNNING', 'This server is being restored already');
    const row = await this.restores.save(this.restores.create({ server_id: serverId, backup_id: backupId, parts: [...new Set(parts)], status: 'queued', error: null, report: null, created_by: actor, created_at: new Date(), finished_at: null }));
    const sealed = passphrase === undefined ? null : this.sealer.seal(passphrase, PASSPHRASE_PLACE);
    await this.queue.add(restoreJob, { restore_id: row.id, passphrase: sealed }, { id: `restore-${String(row.id)}`, node: server.host_id });
    return view(row);
  }

  async list(serverId: number, { limit, offset }: { limit: number; offset: number }): Promise<Page<RestoreView>> {
    await this.servers.get(serverId);
    const [rows, total] = await this.restores.findAndCount({ where: { server_id: serverId }, order: { id: 'DESC' }, take: limit, skip: offset });
    return { items: rows.map(view), total, limit, offset };
  }

  /** Restores that broke off with their manager, and whose job is gone. */
  async giveUpBefore(moment: Date): Promise<void> {
    const given = { status: 'failed' as const, error: 'It broke off with its manager; everything is as it was', finished_at: new Date() };
    await this.restores.createQueryBuilder().update().set(given).where('status IN (:...open) AND created_at < :moment', { open: ['queued', 'running'], moment: moment.getTime() }).execute();
  }
}
