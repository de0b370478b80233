import { Module } from '@nestjs/common';
import { MulterModule } from '@nestjs/platform-express';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIG, type Config } from '@rumpus/config';
import { AllBackupsController } from './backups/all-backups.controller.js';
import { BackupFiles } from './backups/backup-files.js';
import { BackupMaker } from './backups/backup-maker.js';
import { BackupsController } from './backups/backups.controller.js';
import { BackupsService } from './backups/backups.service.js';
import { RestoreOrders } from './backups/restore-orders.js';
import { RestoreJournal } from './backups/restore-journal.js';
import { RestoreRunner } from './backups/restore-runner.js';
import { RestoreService } from './backups/restore.service.js';
import { RestoreSource } from './backups/restore-source.js';
import { ServerRowsReader } from './backups/server-rows.js';
import { WorkFeed } from './backups/work-feed.js';
import { BansController, ServerBansController } from './bans/bans.controller.js';
import { BansInGame } from './bans/bans-in-game.js';
import { BansService } from './bans/bans.service.js';
import { CloneController } from './cloning/clone.controller.js';
import { CloneService } from './cloning/clone.service.js';
import { ConfigChangesService } from './configuration/config-changes.service.js';
import { ConfigPreviewService } from './configuration/config-preview.service.js';
import { ConfigController, ConfigSchemaController } from './configuration/config.controller.js';
import { ConfigService } from './configuration/config.service.js';
import { armaEntities } from './entities.js';
import { CrashReports } from './crashes/crash-reports.service.js';
import { CrashesController } from './crashes/crashes.controller.js';
import { EventsController } from './events/events.controller.js';
import { EventsService } from './events/events.service.js';
import { HeadlessClients } from './headless/headless-clients.js';
import { HeadlessController } from './headless/headless.controller.js';
import { HostDirectory } from './hosts/host-directory.js';
import { HostLease } from './hosts/host-lease.js';
import { HostRouter } from './hosts/host-router.js';
import { CallBudget } from './http/call-budget.js';
import { LineSignals } from './logs/line-signals.js';
import { LogFeed } from './logs/log-feed.js';
import { LogOffsets } from './logs/log-offsets.js';
import { LogPipeline } from './logs/log-pipeline.js';
import { LogsController } from './logs/logs.controller.js';
import { LogsService } from './logs/logs.service.js';
import { IdempotencyService } from './idempotency/idempotency.service.js';
import { Maintenance } from './maintenance.js';
import { OldFiles } from './old-files.js';
import { FpsMonitor } from './metrics/fps-monitor.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { MetricsService } from './metrics/metrics.service.js';
import { ServerGauges } from './metrics/server-gauges.js';
import { MissionsController } from './missions/missions.controller.js';
import { MissionsService } from './missions/missions.service.js';
import { RotationService } from './missions/rotation.service.js';
import { uploadOptions } from './missions/uploads.js';
import { KeyFolder } from './mods/key-folder.js';
import { ModViews } from './mods/mod-views.js';
import { ModsController, ServerModsController } from './mods/mods.controller.js';
import { ModsService } from './mods/mods.service.js';
import { NamedPresetsController } from './mods/named-presets.controller.js';
import { NamedPresetsService } from './mods/named-presets.service.js';
import { PresetsService } from './mods/presets.service.js';
import { PlayerSignals } from './players/player-signals.js';
import { PlayerTracker } from './players/player-tracker.js';
import { DossierController, PlayersController } from './players/players.controller.js';
import { PlayersRepository } from './players/players.repository.js';
import { PlayersService } from './players/players.service.js';
import { RconConnections } from './rcon/rcon-connections.js';
import { RconLinks } from './rcon/rcon-links.js';
import { RconController } from './rcon/rcon.controller.js';
import { RconService } from './rcon/rcon.service.js';
import { FeedGateway } from './realtime/feed-gateway.js';
import { FeedSnapshots } from './realtime/feed-snapshots.js';
import { ServerFeed } from './realtime/server-feed.js';
import { ModUpdate } from './schedules/mod-update.js';
import { ScheduleClock } from './schedules/schedule-clock.js';
import { ScheduleRunner } from './schedules/schedule-runner.js';
import { ScheduleRuns } from './schedules/schedule-runs.js';
import { ScheduleVoice } from './schedules/schedule-voice.js';
import { SchedulePreviewController, SchedulesController } from './schedules/schedules.controller.js';
import { SchedulesService } from './schedules/schedules.service.js';
import { LiveStates } from './servers/live-state.js';
import { ServersController } from './servers/servers.controller.js';
import { ServersRepository } from './servers/servers.repository.js';
import { ServersService } from './servers/servers.service.js';
import { SharedLive } from './servers/shared-live.js';
import { GuardCodes } from './steam/guard-codes.js';
import { SteamController, WorkshopMissionsController, WorkshopModsController } from './steam/steam.controller.js';
import { SteamFeed } from './steam/steam-feed.js';
import { SteamJobsService } from './steam/steam-jobs.service.js';
import { SteamRunner } from './steam/steam-runner.js';
import { SteamWork } from './steam/steam-work.js';
import { WorkshopApi } from './steam/workshop-api.js';
import { WorkshopMissions } from './steam/workshop-missions.js';
import { WorkshopMods } from './steam/workshop-mods.js';
import { ServerSettings } from './settings/server-settings.js';
import { ServerSettingsController } from './settings/settings.controller.js';
import { DryRun } from './supervision/dry-run.js';
import { FileModelService } from './supervision/file-model.service.js';
import { LaunchChecks } from './supervision/launch-checks.js';
import { LaunchPreparer } from './supervision/launch-preparer.js';
import { LifecycleController } from './supervision/lifecycle.controller.js';
import { LifecycleService } from './supervision/lifecycle.service.js';
import { DiskGuard } from './supervision/disk-guard.js';
import { LoadGuard } from './supervision/load-guard.js';
import { MemoryGuard } from './supervision/memory-guard.js';
import { OrphansController } from './supervision/orphans.controller.js';
import { OrphansService } from './supervision/orphans.service.js';
import { Recovery } from './supervision/recovery.js';
import { ServerLocks } from './supervision/server-locks.js';
import { ServerProcesses } from './supervision/server-processes.js';
import { ServerSignals } from './supervision/signals.js';
import { StatusWriter } from './supervision/status-writer.js';
import { SystemStatusController } from './system/system-status.controller.js';
import { ReservedPorts } from './system/reserved-ports.js';
import { SystemStatusService } from './system/system-status.service.js';
import { Watchdog } from './supervision/watchdog.js';
import { ServersSystemController } from './system/system.controller.js';
import { TemplatesController } from './templates/templates.controller.js';
import { TemplatesService } from './templates/templates.service.js';
import { ConfigImportService } from './importing/config-import.service.js';
import { ImportController } from './importing/import.controller.js';
import { ImportReader } from './importing/import-reader.js';
import { ImportService } from './importing/import.service.js';
import { ServerWebhooksController } from './webhooks/server-webhooks.controller.js';
import { WebhookClient } from './webhooks/webhook-client.js';
import { WebhookDeliveries } from './webhooks/webhook-deliveries.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';
import { WebhooksService } from './webhooks/webhooks.service.js';

/** Arma 3 dedicated servers: configured, started, watched, mended. */
@Module({
  imports: [DiscoveryModule, TypeOrmModule.forFeature(armaEntities), MulterModule.registerAsync({ inject: [CONFIG], useFactory: (config: Config) => uploadOptions(config.servers) })],
  controllers: [
    ServersController,
    LifecycleController,
    ConfigController,
    ConfigSchemaController,
    RconController,
    PlayersController,
    DossierController,
    ServerBansController,
    BansController,
    LogsController,
    MetricsController,
    EventsController,
    WorkshopMissionsController,
    MissionsController,
    HeadlessController,
    WorkshopModsController,
    ModsController,
    ServerModsController,
    ServersSystemController,
    ServerSettingsController,
    OrphansController,
    SteamController,
    TemplatesController,
    NamedPresetsController,
    CloneController,
    SchedulesController,
    SchedulePreviewController,
    BackupsController,
    AllBackupsController,
    ServerWebhooksController,
    WebhooksController,
    ImportController,
    CrashesController,
    SystemStatusController,
  ],
  providers: [
    ServerSettings, CallBudget, ServersRepository, ServersService, LiveStates, SharedLive, HostLease, HostDirectory, HostRouter,
    ConfigService, ConfigChangesService, ConfigPreviewService, FileModelService,
    LaunchChecks, LaunchPreparer, DryRun, ServerProcesses, ServerSignals, StatusWriter, LifecycleService, Recovery,
    RconConnections, RconLinks, RconService,
    PlayersRepository, PlayerTracker, PlayerSignals, PlayersService, BansInGame, BansService,
    LogPipeline, LogFeed, LogOffsets, LogsService, LineSignals, MetricsService, EventsService,
    ServerFeed, FeedGateway, FeedSnapshots, KeyFolder, MissionsService, RotationService, HeadlessClients, ModsService, ModViews, PresetsService, NamedPresetsService, Maintenance,
    ServerGauges, FpsMonitor, Watchdog, MemoryGuard, LoadGuard, DiskGuard, OrphansService,
    GuardCodes, SteamRunner, SteamWork, SteamFeed, SteamJobsService, WorkshopApi, WorkshopMissions, WorkshopMods,
    TemplatesService, CloneService, ScheduleRuns, ScheduleVoice, SchedulesService, ScheduleClock, ScheduleRunner, ModUpdate,
    ServerLocks, BackupFiles, ServerRowsReader, BackupMaker, BackupsService, RestoreOrders, RestoreService, RestoreSource, RestoreJournal, RestoreRunner, WorkFeed,
    WebhookClient, WebhookDeliveries, WebhooksService, ImportReader, ImportService, ConfigImportService, CrashReports, OldFiles, IdempotencyService, ReservedPorts, SystemStatusService,
  ],
})
export class ArmaServersModule {}
