import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import type { ResourceSample } from '@rumpus/process-supervisor';
import { LiveStates } from '../servers/live-state.js';
import { HeldCondition } from './held-condition.js';
import { LifecycleService } from './lifecycle.service.js';
import { ServerProcesses } from './server-processes.js';
import { ServerSignals } from './signals.js';
import { StatusWriter } from './status-writer.js';

const MEBIBYTE = 1024 * 1024;
const STOP_SECONDS = 30;
/** Those who play have time to find a safe place. */
const WARN_SECONDS = 60;

/** Sees servers that stay over their memory limit: says so, and restarts those that are to be restarted (arma-servers spec §4.12). */
@Injectable()
export class MemoryGuard implements OnModuleInit {
  private readonly logger = new Logger('servers');
  private readonly condition: HeldCondition;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly processes: ServerProcesses,
    private readonly signals: ServerSignals,
    private readonly live: LiveStates,
    private readonly writer: StatusWriter,
    private readonly lifecycle: LifecycleService,
  ) {
    this.condition = new HeldCondition(config.servers.memoryHoldSeconds * 1_000);
  }

  onModuleInit(): void {
    this.signals.on('down', (id) => this.condition.forget(id));
    this.signals.on('gone', (id) => this.condition.forget(id));
    this.processes.onSamples((samples) => {
      for (const [id, sample] of samples) this.look(id, sample, Date.now());
    });
  }

  private look(id: number, { memoryBytes }: ResourceSample, now: number): void {
    const limit = this.processes.memoryLimit(id);
    const lasted = this.condition.look(id, limit !== undefined && memoryBytes > limit.mb * MEBIBYTE, now);
    if (limit === undefined || lasted === undefined) return;
    this.writer.note(id, 'memory_limit', { limit_mb: limit.mb, ram_mb: Math.round(memoryBytes / MEBIBYTE), seconds: Math.round(lasted / 1_000), policy: limit.policy });
    if (limit.policy === 'restart') this.restart(id);
  }

  private restart(id: number): void {
    const warn = this.live.get(id).playerCount > 0 ? WARN_SECONDS : 0;
    const request = { force: false, timeout_seconds: STOP_SECONDS, warn_seconds: warn, message: `The server needs too much memory and restarts in ${String(warn)} seconds.` };
    this.lifecycle.restart(id, request, 'system').catch((error: unknown) => this.logger.warn({ err: error, serverId: id }, 'a server over its memory limit could not be restarted'));
  }
}
