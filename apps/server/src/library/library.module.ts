import { Module } from '@nestjs/common';
import { ConfigController } from './config/config.controller.js';
import { ConfigService } from './config/config.service.js';
import { DownloadsController } from './downloads/downloads.controller.js';
import { DownloadsService } from './downloads/downloads.service.js';
import { FilterValuesService } from './facets/filter-values.service.js';
import { FirmwareController } from './firmware/firmware.controller.js';
import { FirmwareService } from './firmware/firmware.service.js';
import { HeartbeatController } from './heartbeat/heartbeat.controller.js';
import { HeartbeatService } from './heartbeat/heartbeat.service.js';
import { MetadataSources } from './heartbeat/metadata-sources.js';
import { LibraryLayout } from './layout/library-layout.js';
import { PlatformsController } from './platforms/platforms.controller.js';
import { PlatformsService } from './platforms/platforms.service.js';
import { ResourcesController } from './resources/resources.controller.js';
import { RomIndexService } from './roms/list/rom-index.service.js';
import { RomListService } from './roms/list/rom-list.service.js';
import { SearchTexts } from './roms/list/search-texts.js';
import { RomPropsService } from './roms/rom-props.service.js';
import { RomReader } from './roms/rom-reader.js';
import { RomStore } from './roms/rom-store.js';
import { RomsController } from './roms/roms.controller.js';
import { RomsService } from './roms/roms.service.js';
import { scanControllers, scanProviders } from './scan/scan.providers.js';
import { SetupController } from './setup/setup.controller.js';
import { SetupService } from './setup/setup.service.js';
import { StatsController } from './stats/stats.controller.js';
import { StatsService } from './stats/stats.service.js';

/** The game library: RomM's API over the games on disk. */
@Module({
  // Downloads before games: `/roms/download` must not be taken for the game "download".
  controllers: [ConfigController, DownloadsController, FirmwareController, HeartbeatController, PlatformsController, ResourcesController, RomsController, SetupController, StatsController, ...scanControllers],
  providers: [
    ConfigService, DownloadsService, FilterValuesService, FirmwareService, HeartbeatService, LibraryLayout, MetadataSources, PlatformsService,
    RomIndexService, RomListService, RomPropsService, RomReader, RomStore, RomsService, SearchTexts, SetupService, StatsService, ...scanProviders,
  ],
})
export class LibraryModule {}
