import { availableParallelism, freemem, loadavg, totalmem } from 'node:os';
import { stat, statfs } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { CONFIG, type Config } from '@rumpus/config';
import { pingDatabase } from '@rumpus/persistence';
import { JobQueue } from '@rumpus/queue';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { VERSION } from '../../operation/version.js';
import { ServersRepository } from '../servers/servers.repository.js';

const MEBIBYTE = 1024 * 1024;

/** What a stranger may know: how many there are. */
export const SYSTEM_COUNTS = z.object({ running_servers: z.int(), total_servers: z.int() });

/** What those who are signed in see (arma-servers spec §1.9). */
export const SYSTEM_STATUS = SYSTEM_COUNTS.extend({
  version: z.string(),
  uptime_seconds: z.int(),
  host: z.object({ cores: z.int(), load: z.number(), ram_total_mb: z.int(), ram_free_mb: z.int(), disk_free_mb: z.int().nullable() }),
  db: z.object({ type: z.string(), size_bytes: z.int().nullable(), wal_bytes: z.int().nullable() }),
  jobs: z.object({ waiting: z.int(), active: z.int(), failed: z.int() }),
}).partial({ version: true, uptime_seconds: true, host: true, db: true, jobs: true });
export type SystemStatus = z.infer<typeof SYSTEM_STATUS>;

const sizeOf = (path: string): Promise<number | null> => stat(path).then(({ size }) => size, () => null);

/** How the server manager and its host are. */
@Injectable()
export class SystemStatusService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectDataSource() private readonly database: DataSource,
    private readonly servers: ServersRepository,
    private readonly queue: JobQueue,
  ) {}

  /** @param whole false for strangers */
  async status(whole: boolean): Promise<SystemStatus> {
    const [running, total] = await Promise.all([this.servers.servers.countBy({ status: 'running' }), this.servers.servers.count()]);
    const counts = { running_servers: running, total_servers: total };
    if (!whole) return counts;
    const { waiting, active, failed } = await this.queue.counts();
    const disk = await statfs(this.config.servers.dir).then(({ bavail, bsize }) => Math.round((bavail * bsize) / MEBIBYTE), () => null);
    return {
      ...counts,
      version: VERSION,
      uptime_seconds: Math.round(process.uptime()),
      host: { cores: availableParallelism(), load: loadavg()[0] ?? 0, ram_total_mb: Math.round(totalmem() / MEBIBYTE), ram_free_mb: Math.round(freemem() / MEBIBYTE), disk_free_mb: disk },
      db: await this.databaseFacts(),
      jobs: { waiting, active, failed },
    };
  }

  /** Whether the database answers; migrations are done before anything listens. */
  async ready(): Promise<boolean> {
    return pingDatabase(this.database).then(() => true, () => false);
  }

  private async databaseFacts(): Promise<NonNullable<SystemStatus['db']>> {
    const { type, database } = this.database.options;
    const file = type === 'better-sqlite3' && typeof database === 'string' ? database : undefined;
    return { type, size_bytes: file === undefined ? null : await sizeOf(file), wal_bytes: file === undefined ? null : await sizeOf(`${file}-wal`) };
  }
}
