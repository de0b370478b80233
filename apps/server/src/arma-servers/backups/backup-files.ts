import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { LanguardError, missing } from '../errors.js';
import { HostDirectory } from '../hosts/host-directory.js';
import { HostLease } from '../hosts/host-lease.js';
import type { ArmaBackup } from './backup.entities.js';
import { exists } from './swap.js';

const MEBIBYTE = 1024 * 1024;

/** Where backups lie on this host. */
@Injectable()
export class BackupFiles {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly lease: HostLease,
    private readonly hosts: HostDirectory,
  ) {}

  /** The folder of all backups; made when it is not there. */
  async folder(): Promise<string> {
    const { backupDir } = this.config.servers;
    await mkdir(backupDir, { recursive: true, mode: 0o700 });
    return backupDir;
  }

  /** Where a backup is, or will be. @throws LanguardError `OWNED_BY_OTHER_HOST` */
  async pathOf({ filename, host_id: hostId }: Pick<ArmaBackup, 'filename' | 'host_id'>): Promise<string> {
    if (hostId !== this.lease.hostId) {
      const { name, online } = await this.hosts.find(hostId);
      throw new LanguardError('OWNED_BY_OTHER_HOST', `The file of this backup is on the host ${name}, and files do not travel between hosts: use the manager there`, { host_id: hostId, host_name: name, online });
    }
    return join(await this.folder(), filename);
  }

  /** The file of a finished backup. @throws LanguardError `NOT_FOUND` when somebody took it away */
  async existing(backup: ArmaBackup): Promise<string> {
    const path = await this.pathOf(backup);
    if (backup.status !== 'done' || !(await exists(path))) throw missing('backup file');
    return path;
  }

  /** What a backup may unpack to, in bytes. */
  get limits(): { maxBytes: number } {
    return { maxBytes: this.config.servers.maxBackupMb * MEBIBYTE };
  }

  /** A fresh folder beside the servers, on their file system; the caller removes it. */
  async staging(name: string): Promise<string> {
    const path = join(this.config.servers.dir, name);
    await rm(path, { recursive: true, force: true });
    await mkdir(path, { recursive: true, mode: 0o700 });
    return path;
  }
}
