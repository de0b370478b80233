import { Inject, Injectable, Logger, Module, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { EphemeralStore } from '@rumpus/auth';
import { CONFIG, Sealer, type Config } from '@rumpus/config';
import { DataSource } from 'typeorm';
import { HttpAdapterHost } from '@nestjs/core';
import type { RequestListener } from 'node:http';
import { SurfaceRegistry } from '../http/raw-surface.js';
import { AdminFilesController } from './admin-api/admin-files.controller.js';
import { AdminFilesService } from './admin-api/admin-files.service.js';
import { AdminListeningController } from './admin-api/admin-listening.controller.js';
import { AdminListeningService } from './admin-api/admin-listening.service.js';
import { AdminMappingsController } from './admin-api/admin-mappings.controller.js';
import { AdminMappingsService } from './admin-api/admin-mappings.service.js';
import { AdminProvidersController } from './admin-api/admin-providers.controller.js';
import { AdminProvidersService } from './admin-api/admin-providers.service.js';
import { AdminSettingsController } from './admin-api/admin-settings.controller.js';
import { AdminSettingsService } from './admin-api/admin-settings.service.js';
import { AdminStatusController } from './admin-api/admin-status.controller.js';
import { AdminStatusService } from './admin-api/admin-status.service.js';
import { AdminUpstreamService } from './admin-api/admin-upstream.service.js';
import { MusicAdminSurface } from './admin-api/music-admin.surface.js';
import { SocketMusicFeed } from './admin-api/music-feed.js';
import { MusicGauges } from './admin-api/music-gauges.js';
import { SearchTester } from './admin-api/search-tester.js';
import { MusicProxy, type MusicFeed } from './music-proxy.js';
import { LiveSettings } from './settings/live-settings.js';
import { SettingsService } from './settings/settings.service.js';
import { SettingsStore } from './settings/settings-store.js';

const sweepEveryMs = 3_600_000;
const countEveryMs = 60_000;
const logger = new Logger('music');

/** Ties the proxy to the life of the app. */
@Injectable()
export class MusicProxyLifecycle implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly timers: NodeJS.Timeout[] = [];

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
    this.timers.push(setInterval(() => void this.tidy(), sweepEveryMs).unref(), setInterval(() => void this.count(), countEveryMs).unref());
  }

  async onApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.proxy.close();
  }

  private async tidy(): Promise<void> {
    try {
      await this.proxy.scan.takeOver();
      await this.proxy.sweeper.sweep();
      await this.proxy.keeper.sweep();
    } catch (error) {
      logger.warn(`Tidying up failed: ${String(error)}`);
    }
  }

  private async count(): Promise<void> {
    try {
      await this.proxy.counters.flush();
    } catch (error) {
      logger.warn(`Figures could not be written: ${String(error)}`);
    }
  }
}

/** Puts the proxy together with the settings of the start and what an admin has changed since. */
async function createProxy(settings: LiveSettings, store: SettingsStore, source: DataSource, feed: MusicFeed, counters: EphemeralStore): Promise<MusicProxy> {
  settings.replace(await store.load());
  const operator = {
    debug: (message: string, details?: object) => logger.debug({ message, ...details }),
    warn: (message: string, error?: unknown) => logger.warn(error instanceof Error ? `${message}: ${error.message}` : message),
  };
  return new MusicProxy(settings, source, operator, feed, counters);
}

/** The music proxy: a Subsonic server that has more music than the one behind it. */
@Module({
  controllers: [AdminStatusController, AdminSettingsController, AdminProvidersController, AdminListeningController, AdminFilesController, AdminMappingsController],
  providers: [
    AdminStatusService,
    AdminSettingsService,
    AdminUpstreamService,
    AdminProvidersService,
    AdminListeningService,
    AdminFilesService,
    AdminMappingsService,
    SearchTester,
    SettingsService,
    SocketMusicFeed,
    MusicGauges,
    MusicProxyLifecycle,
    { provide: LiveSettings, inject: [CONFIG], useFactory: ({ music, musicCache }: Config) => new LiveSettings({ music, musicCache }) },
    { provide: SettingsStore, inject: [DataSource, Sealer], useFactory: (source: DataSource, sealer: Sealer) => new SettingsStore(source, sealer, (message) => logger.warn(message)) },
    { provide: MusicProxy, inject: [LiveSettings, SettingsStore, DataSource, SocketMusicFeed, EphemeralStore], useFactory: createProxy },
  ],
})
export class MusicProxyModule {
  constructor(@Inject(CONFIG) config: Config) {
    if (config.music.backendType === 'Jellyfin') {
      logger.warn('MUSIC_BACKEND_TYPE=Jellyfin is not supported yet; the proxy speaks Subsonic');
    }
  }
}
