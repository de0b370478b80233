import { Inject, Injectable, Logger, Module, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { DataSource } from 'typeorm';
import { HttpAdapterHost } from '@nestjs/core';
import type { RequestListener } from 'node:http';
import { SurfaceRegistry } from '../http/raw-surface.js';
import { AdminFilesController } from './admin-api/admin-files.controller.js';
import { AdminFilesService } from './admin-api/admin-files.service.js';
import { AdminMappingsController } from './admin-api/admin-mappings.controller.js';
import { AdminMappingsService } from './admin-api/admin-mappings.service.js';
import { AdminStatusController } from './admin-api/admin-status.controller.js';
import { AdminStatusService } from './admin-api/admin-status.service.js';
import { MusicAdminSurface } from './admin-api/music-admin.surface.js';
import { MusicProxy } from './music-proxy.js';

const sweepEveryMs = 3_600_000;

/** Ties the proxy to the life of the app. */
@Injectable()
export class MusicProxyLifecycle implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('music');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly proxy: MusicProxy,
    private readonly surfaces: SurfaceRegistry,
    private readonly adapter: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    const { adminPort: port, adminHost: host, adminTrustedSubnets: trustedSubnets } = this.config.music;
    this.surfaces.register(this.proxy.surface);
    this.surfaces.register(new MusicAdminSurface({ port, host, trustedSubnets }, () => this.adapter.httpAdapter.getInstance<RequestListener>()));
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.proxy.start();
    this.timer = setInterval(() => void this.tidy(), sweepEveryMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.proxy.close();
  }

  private async tidy(): Promise<void> {
    try {
      await this.proxy.scan.takeOver();
      await this.proxy.sweeper.sweep();
      await this.proxy.keeper.sweep();
    } catch (error) {
      this.logger.warn(`Tidying up failed: ${String(error)}`);
    }
  }
}

/** The music proxy: a Subsonic server that has more music than the one behind it. */
@Module({
  controllers: [AdminStatusController, AdminFilesController, AdminMappingsController],
  providers: [
    AdminStatusService,
    AdminFilesService,
    AdminMappingsService,
    MusicProxyLifecycle,
    {
      provide: MusicProxy,
      inject: [CONFIG, DataSource],
      useFactory: (config: Config, source: DataSource) => {
        const logger = new Logger('music');
        return new MusicProxy(config, source, {
          debug: (message, details) => logger.debug({ message, ...details }),
          warn: (message, error) => logger.warn(error instanceof Error ? `${message}: ${error.message}` : message),
        });
      },
    },
  ],
})
export class MusicProxyModule {
  constructor(@Inject(CONFIG) config: Config) {
    if (config.music.backendType === 'Jellyfin') {
      new Logger('music').warn('MUSIC_BACKEND_TYPE=Jellyfin is not supported yet; the proxy speaks Subsonic');
    }
  }
}
