import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { ClaimService, type Principal } from '@rumpus/auth';
import { CONFIG, type Config } from '@rumpus/config';
import { forbidden, unauthenticated } from '@rumpus/errors';
import { dialectOf } from '@rumpus/persistence';
import { DataSource } from 'typeorm';
import { ReadinessRegistry } from '../../operation/readiness.js';
import { VERSION } from '../../operation/version.js';
import { checkFolder } from './folder-check.js';
import type { Health, Storage } from './health.dto.js';

/** How this instance is, for administrators; and what a newcomer's storage looks like. */
@Injectable()
export class HealthService implements OnModuleDestroy {
  readonly #lag = monitorEventLoopDelay({ resolution: 20 });

  constructor(
    private readonly readiness: ReadinessRegistry,
    private readonly database: DataSource,
    private readonly claim: ClaimService,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.#lag.enable();
  }

  onModuleDestroy(): void {
    this.#lag.disable();
  }

  async health(): Promise<Health> {
    const { status, checks } = await this.readiness.check();
    const { rss, heapUsed } = process.memoryUsage();
    const lag = this.#lag.percentile(99) / 1e6;
    this.#lag.reset();
    return {
      status,
      checks: { ...checks },
      version: VERSION,
      node_version: process.version,
      uptime: Math.round(process.uptime()),
      memory: { rss_bytes: rss, heap_used_bytes: heapUsed },
      event_loop_lag_ms: Number.isFinite(lag) ? Math.round(lag * 10) / 10 : 0,
      database: { dialect: dialectOf(this.database), migrations: this.database.migrations.length },
      redis: this.#usesRedis(),
      modules: [...this.config.modules],
    };
  }

  /**
   * The folders and services the app stands on. Anybody may ask while the server is unclaimed (the first-run pages do), then
   * administrators only: it names paths.
   * @throws DomainError `unauthenticated`, `forbidden`
   */
  async storage(caller: Principal | undefined): Promise<Storage> {
    if (caller?.role !== 'admin' && !(await this.claim.open())) throw caller === undefined ? unauthenticated() : forbidden('Administrator privileges required');
    const { server, library } = this.config;
    const [{ checks }, ...folders] = await Promise.all([
      this.readiness.check(),
      checkFolder('data', server.dataDir, true),
      ...(this.config.modules.includes('library')
        ? [checkFolder('library', library.path, false), checkFolder('resources', library.resourcesPath, true), checkFolder('assets', library.assetsPath, true)]
        : []),
    ]);
    return {
      database: { dialect: dialectOf(this.database), status: checks['database']?.status ?? 'down' },
      redis: this.#usesRedis() ? (checks['redis']?.status ?? 'down') : 'unused',
      folders,
    };
  }

  #usesRedis(): boolean {
    return this.config.redis.url !== undefined && this.config.redis.enabled;
  }
}
