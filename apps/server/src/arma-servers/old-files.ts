import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { HostLease } from './hosts/host-lease.js';
import { ServersRepository } from './servers/servers.repository.js';
import { FileModelService } from './supervision/file-model.service.js';
import { ServerSettings } from './settings/server-settings.js';

const DAY_MS = 86_400_000;
const TRASH_DAYS = 7;
const UPLOAD_DAYS = 1;
const LOG = /\.(log|rpt)(\.\d+)?$/i;
const REPORT = /\.(rpt|mdmp|bidmp)$/i;

/**
 * Removes entries of a folder that were last touched before a moment.
 *
 * @param olderThan epoch milliseconds
 * @returns how many went
 */
export async function removeOld(folder: string, wanted: (name: string) => boolean, olderThan: number): Promise<number> {
  let removed = 0;
  for (const name of (await readdir(folder).catch(() => [])).filter(wanted)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    // A folder that was moved into the trash keeps its times; when it was moved shows only its change of name.
    if (found === undefined || Math.max(found.mtimeMs, found.ctimeMs) >= olderThan) continue;
    await rm(path, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}

/** Removes files of this host that nobody needs any more: old logs and dumps, what is in the trash, uploads that broke off. */
@Injectable()
export class OldFiles {
  private readonly logger = new Logger('servers');

  constructor(
    private readonly live: ServerSettings,
    private readonly servers: ServersRepository,
    private readonly models: FileModelService,
    private readonly lease: HostLease,
  ) {}

  /** @returns how many files and folders went */
  async sweep(now = new Date()): Promise<number> {
    const { dir, logFileDays } = this.live.values;
    const before = (days: number): number => now.getTime() - days * DAY_MS;
    let removed = await removeOld(join(dir, 'trash'), () => true, before(TRASH_DAYS));
    removed += await removeOld(join(dir, 'uploads'), () => true, before(UPLOAD_DAYS));
    for (const { id, log_path: current } of await this.servers.ofHost(this.lease.hostId)) {
      const { logs, profiles } = this.models.paths(id);
      removed += await removeOld(logs, (name) => LOG.test(name) && join(logs, name) !== current, before(logFileDays));
      removed += await removeOld(profiles, (name) => REPORT.test(name), before(logFileDays));
    }
    if (removed > 0) this.logger.log({ removed }, 'old files of the servers were removed');
    return removed;
  }
}
