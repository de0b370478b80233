import { Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { JobQueue } from '@rumpus/queue';

import { arcadeProviders } from './arcade.providers.js';
import { LiveNetwork } from './core/live-network.js';
import { Webhooks } from './core/webhooks.js';
import { Peers } from './federation/peers.js';
import { NetworkImportService } from './import/networks/network-import.service.js';
import { ImportService } from './import/import.service.js';
import { NetworkSettingsService } from './settings/network-settings.service.js';
import { TrafficFeed } from './wire/traffic-feed.js';
import { SCHEDULE, ScheduledWork, scheduledWorkJob } from './schedule/scheduled-work.js';
import { Accounts } from './web/accounts.js';
import { ArcadesController } from './web/arcades.controller.js';
import { ArcadesService } from './web/arcades.service.js';
import { CardAdminController } from './web/card-admin.controller.js';
import { ChangesController } from './web/changes.controller.js';
import { ChangesService } from './web/changes.service.js';
import { ArcadeFederationController } from './web/federation.controller.js';
import { FederationService } from './web/federation.service.js';
import { ImportsController } from './web/imports.controller.js';
import { ImportsService } from './web/imports.service.js';
import { ArcadeNetworkController } from './web/network.controller.js';
import { NetworkService } from './web/network.service.js';
import { ArcadeOverviewController } from './web/overview.controller.js';
import { OverviewService } from './web/overview.service.js';
import { OwnersController } from './web/owners.controller.js';
import { OwnersService } from './web/owners.service.js';
import { PlayerAdminController } from './web/player-admin.controller.js';
import { PlayerAdminService } from './web/player-admin.service.js';
import { PlayerList } from './web/player-list.js';
import { ArcadePlayerController } from './web/player.controller.js';
import { PlayersService } from './web/players.service.js';
import { RivalsService } from './web/rivals.service.js';
import { ArcadeSeriesController } from './web/series.controller.js';
import { SeriesService } from './web/series.service.js';

/** The e-Amusement network: cabinets through a raw surface, people through `/api/arcade`. */
@Module({
  controllers: [
    ArcadePlayerController, ArcadeSeriesController, ArcadesController, ArcadeNetworkController, ArcadeFederationController, PlayerAdminController, CardAdminController, OwnersController, ChangesController, ImportsController, ArcadeOverviewController,
  ],
  providers: [
    ...arcadeProviders, ImportService, ScheduledWork, PlayersService, SeriesService, RivalsService, ArcadesService, NetworkService, FederationService, Accounts, PlayerList, PlayerAdminService, OwnersService, ChangesService, NetworkImportService, ImportsService, OverviewService, NetworkSettingsService, TrafficFeed,
  ],
})
export class ArcadeModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(private readonly network: LiveNetwork, private readonly webhooks: Webhooks, private readonly peers: Peers, private readonly queue: JobQueue, private readonly settings: NetworkSettingsService) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.settings.reload();
    await this.network.start();
    await this.queue.schedule(scheduledWorkJob.name, SCHEDULE, scheduledWorkJob, {});
  }

  async onApplicationShutdown(): Promise<void> {
    this.network.stop();
    await this.webhooks.close();
    await this.peers.close();
  }
}
