import { link, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { transaction } from '@rumpus/persistence';
import { STARTABLE } from '@rumpus/process-supervisor';
import { Repository } from 'typeorm';
import { ConfigService } from '../configuration/config.service.js';
import type { ServerPaths } from '../configuration/files/model.js';
import { LanguardError } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import type { Actor } from '../http/caller.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { FileModelService } from '../supervision/file-model.service.js';
import { ServerLocks } from '../supervision/server-locks.js';
import type { RestorePart } from './backup.dto.js';
import { ArmaBackup, ArmaRestore, type RestoreReport } from './backup.entities.js';
import { BackupsService } from './backups.service.js';
import { RestoreJournal } from './restore-journal.js';
import { restoreRows } from './restore-rows.js';
import { freshPath, RestoreSource } from './restore-source.js';
import { filesBelow, isKept } from './snapshot.js';
import { planMove, type Move } from './swap.js';

/**
 * Puts a server back to what it was. Everything is unpacked, checked and prepared beside the server first; then folders are swapped
 * and rows are written in one transaction. The row of the restore is among them: that it says `done` is what makes it one.
 */
@Injectable()
export class RestoreService {
  constructor(
    @InjectRepository(ArmaBackup) private readonly backups: Repository<ArmaBackup>,
    private readonly service: BackupsService,
    private readonly source: RestoreSource,
    private readonly journal: RestoreJournal,
    private readonly servers: ServersRepository,
    private readonly models: FileModelService,
    private readonly configs: ConfigService,
    private readonly locks: ServerLocks,
    private readonly events: EventsService,
  ) {}

  /**
   * Carries a restore out, on the host of its server.
   *
   * @param staging a fresh folder on the file system of the servers; what is left in it may go
   * @param step told what is being done
   * @throws LanguardError `INVALID_TRANSITION`, `JOB_RUNNING`, `BAD_BACKUP`, `DISK_FULL`; then everything is as it was
   */
  async restore(restore: ArmaRestore, passphrase: string | undefined, staging: string, signal: AbortSignal, step: (what: string) => void): Promise<RestoreReport> {
    const backup = await this.backups.findOneByOrFail({ id: restore.backup_id });
    const actor = restore.created_by as Actor;
    const server = await this.servers.get(restore.server_id);
    return this.locks.hold(server.id, 'a backup is being restored', async () => {
      await this.assertStopped(server.id);
      const parts = new Set(restore.parts);
      step('safety backup');
      await this.service.forSafety(server, parts.has('missions') && backup.include_missions, actor, signal);
      step('unpacking');
      const contents = await this.source.unpack(backup, restore, passphrase, staging);
      signal.throwIfAborted();
      step('swapping');
      const moves = await this.plan(this.models.paths(server.id), staging, parts, contents.manifest.include_missions);
      const report = await this.journal.carryOut(restore.id, staging, moves, () =>
        transaction(this.backups.manager, async (manager) => {
          const written = await restoreRows(manager, this.configs, { server, parts, actor, ...contents });
          await manager.update(ArmaRestore, { id: restore.id }, { status: 'done', report: written, finished_at: new Date() });
          return written;
        }),
      );
      await this.events.record(server, 'backup_restored', actor, { backup_id: backup.id, parts: restore.parts, warnings: report.warnings });
      return report;
    });
  }

  private async assertStopped(serverId: number): Promise<void> {
    const { status } = await this.servers.get(serverId);
    if (!STARTABLE.includes(status)) throw new LanguardError('INVALID_TRANSITION', `A server that is ${status} can't be restored; stop it first`, { status });
  }

  private async plan(paths: ServerPaths, staging: string, parts: ReadonlySet<RestorePart>, withMissions: boolean): Promise<Move[]> {
    const move = (live: string, name: string): Promise<Move> => planMove(live, freshPath(staging, name), join(staging, 'old', name));
    const moves: Move[] = [];
    if (parts.has('profile')) {
      await this.keepReports(paths.profiles, freshPath(staging, 'profiles'));
      moves.push(await move(paths.profiles, 'profiles'));
    }
    if (parts.has('missions') && withMissions) {
      await mkdir(freshPath(staging, 'mpmissions'), { recursive: true, mode: 0o700 });
      moves.push(await move(paths.mpmissions, 'mpmissions'));
    }
    if (parts.has('bans')) moves.push(await move(join(paths.battleye, 'bans.txt'), 'battleye/bans.txt'));
    return moves;
  }

  /** Reports and logs of the profile are in no backup; they get a second name in the new folder, so that they stay. */
  private async keepReports(from: string, to: string): Promise<void> {
    await mkdir(to, { recursive: true, mode: 0o700 });
    for (const path of (await filesBelow(from)).filter((candidate) => !isKept(basename(candidate)))) {
      await mkdir(dirname(join(to, path)), { recursive: true, mode: 0o700 });
      await link(join(from, path), join(to, path)).catch(() => undefined);
    }
  }
}
