import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { ConfigPreviewService } from '../configuration/config-preview.service.js';
import { LanguardError } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import { HostLease } from '../hosts/host-lease.js';
import type { Actor } from '../http/caller.js';
import type { ArmaServer } from '../servers/server.entity.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { FileModelService } from '../supervision/file-model.service.js';
import type { Manifest } from './archive-format.js';
import { writeArchive } from './archive-writer.js';
import { ArmaBackup, type BackupKind } from './backup.entities.js';
import { BackupFiles } from './backup-files.js';
import { ServerRowsReader } from './server-rows.js';
import { takeSnapshot } from './snapshot.js';

/** What kind of backup is wanted. */
export interface BackupOrder {
  kind: BackupKind;
  note: string;
  includeMissions: boolean;
  hasPassphrase: boolean;
  scheduleId?: number;
  actor: Actor;
}

const READABLE = new Set(['server.cfg', 'basic.cfg']);

/** Writes backups. Works while a server runs: what the game may be writing is copied until it holds still. */
@Injectable()
export class BackupMaker {
  constructor(
    @InjectRepository(ArmaBackup) private readonly backups: Repository<ArmaBackup>,
    private readonly servers: ServersRepository,
    private readonly models: FileModelService,
    private readonly previews: ConfigPreviewService,
    private readonly rows: ServerRowsReader,
    private readonly files: BackupFiles,
    private readonly lease: HostLease,
    private readonly events: EventsService,
  ) {}

  /** Notes a backup that will be made. */
  order(server: ArmaServer, { kind, note, includeMissions, hasPassphrase, scheduleId, actor }: BackupOrder): Promise<ArmaBackup> {
    return this.backups.save(
      this.backups.create({
        server_id: server.id, server_name: server.name, host_id: server.host_id, kind, schedule_id: scheduleId ?? null, note, pinned: false, include_missions: includeMissions, has_passphrase: hasPassphrase,
        status: 'queued', error: null, filename: `${randomUUID()}.tar.gz`, size_bytes: 0, sha256: null, file_count: 0, created_by: actor, created_at: new Date(), finished_at: null,
      }),
    );
  }

  /**
   * Makes a backup that was ordered. Its row says in the end what became of it.
   *
   * @param onFile called with each file that is packed
   * @throws LanguardError `DISK_FULL`, or whatever went wrong; nothing is left behind then
   */
  async make(backup: ArmaBackup, passphrase: string | undefined, signal: AbortSignal, onFile: (path: string, done: number, of: number) => void = () => undefined): Promise<ArmaBackup> {
    if (backup.server_id === null) throw new LanguardError('NOT_FOUND', 'The server of this backup was deleted');
    const server = await this.servers.get(backup.server_id);
    this.lease.assertOwner(server);
    await this.backups.update({ id: backup.id }, { status: 'running' });
    const staging = await this.files.staging(`.backup-${String(backup.id)}`);
    try {
      const manifest = await this.snapshot(backup, server, passphrase, staging, signal);
      let done = 0;
      const written = await writeArchive(await this.files.pathOf(backup), staging, manifest, signal, (path) => onFile(path, (done += 1), manifest.files.length));
      await this.backups.update({ id: backup.id }, { status: 'done', size_bytes: written.size, sha256: written.sha256, file_count: manifest.files.length, finished_at: new Date() });
      await this.events.record(server, 'backup_created', backup.created_by as Actor, { backup_id: backup.id, kind: backup.kind, size_bytes: written.size });
      return await this.backups.findOneByOrFail({ id: backup.id });
    } catch (error) {
      await rm(await this.files.pathOf(backup), { force: true });
      throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? new LanguardError('DISK_FULL', 'The disk is full; the backup was not made', null, error) : error;
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }

  /** Writes down why a backup was not made. */
  async fail({ id }: Pick<ArmaBackup, 'id'>, error: unknown): Promise<void> {
    await this.backups.update({ id }, { status: 'failed', error: (error instanceof Error ? error.message : 'failed').slice(0, 2_000), finished_at: new Date() });
  }

  private async snapshot(backup: ArmaBackup, server: ArmaServer, passphrase: string | undefined, staging: string, signal: AbortSignal): Promise<Manifest> {
    const rows = await this.rows.read(server, passphrase);
    const { files: rendered } = await this.previews.preview(server.id, false, 'system');
    const contents = { rows: JSON.stringify(rows), readable: rendered.filter(({ name }) => READABLE.has(name)), missions: backup.include_missions };
    const files = await takeSnapshot(staging, this.models.paths(server.id), contents, signal);
    return { format: 'rumpus-server-backup', version: 1, created_at: new Date().toISOString(), server_name: server.name, include_missions: backup.include_missions, has_passphrase: passphrase !== undefined, files };
  }
}
