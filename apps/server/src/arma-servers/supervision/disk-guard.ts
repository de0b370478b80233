import { statfs } from 'node:fs/promises';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { ServerProcesses } from './server-processes.js';
import { StatusWriter } from './status-writer.js';

const GIBIBYTE = 1024 ** 3;
/** Below this a start warns too (arma-servers spec §4.4). */
export const LOW_BYTES = 2 * GIBIBYTE;
/** So much has to be free again before it is told anew: what swings about the limit is no news. */
const ENOUGH_BYTES = 2.2 * GIBIBYTE;
const LOOK_EVERY_MS = 60_000;

/** Tells the servers that run when the disk they write to is nearly full: logs, saves and backups end with it. */
@Injectable()
export class DiskGuard implements OnModuleInit {
  private lookedAt = 0;
  private told = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly processes: ServerProcesses,
    private readonly writer: StatusWriter,
  ) {}

  onModuleInit(): void {
    this.processes.onSamples((samples) => void this.look([...samples.keys()], Date.now()));
  }

  private async look(running: readonly number[], now: number): Promise<void> {
    if (now - this.lookedAt < LOOK_EVERY_MS) return;
    this.lookedAt = now;
    const free = await freeBytes(this.config.servers.dir);
    if (free === undefined) return;
    if (free >= ENOUGH_BYTES) this.told = false;
    if (free >= LOW_BYTES || this.told) return;
    this.told = true;
    for (const id of running) this.writer.note(id, 'disk_low', { free_mb: Math.round(free / 1024 ** 2) });
  }
}

const freeBytes = (folder: string): Promise<number | undefined> => statfs(folder).then(({ bavail, bsize }) => bavail * bsize, () => undefined);
