import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { BackupsService } from './backups/backups.service.js';
import { RestoreOrders } from './backups/restore-orders.js';
import { CrashReports } from './crashes/crash-reports.service.js';
import { EventsService } from './events/events.service.js';
import { HostLease } from './hosts/host-lease.js';
import { IdempotencyService } from './idempotency/idempotency.service.js';
import { LogsService } from './logs/logs.service.js';
import { MetricsService } from './metrics/metrics.service.js';
import { OldFiles } from './old-files.js';
import { PlayersRepository } from './players/players.repository.js';
import { ScheduleRuns } from './schedules/schedule-runs.js';
import { WebhookDeliveries } from './webhooks/webhook-deliveries.js';
import { ServerSettings } from './settings/server-settings.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A bucket is rolled up a while after it has closed, and an overlap makes up for a minute that was missed. */
const ROLL_UP_DELAY_MS = 30_000;
const ROLL_UP_OVERLAP_MS = 10 * MINUTE_MS;

/** Rolls up and removes what is old, never inside a request. Only the manager that holds the host's lease does it. */
@Injectable()
export class Maintenance implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('servers');
  private readonly timers: NodeJS.Timeout[] = [];
  private stopped = false;

  constructor(
    private readonly settings: ServerSettings,
    private readonly lease: HostLease,
    private readonly metrics: MetricsService,
    private readonly logs: LogsService,
    private readonly events: EventsService,
    private readonly players: PlayersRepository,
    private readonly scheduleRuns: ScheduleRuns,
    private readonly backups: BackupsService,
    private readonly restores: RestoreOrders,
    private readonly webhooks: WebhookDeliveries,
    private readonly crashes: CrashReports,
    private readonly idempotency: IdempotencyService,
    private readonly files: OldFiles,
  ) {}

  onApplicationBootstrap(): void {
    // What an earlier manager did not get to roll up before it ended.
    this.metrics.rollUpLeftover().catch((error: unknown) => this.logger.warn({ err: error }, 'old readings were not rolled up'));
    this.every(MINUTE_MS, () => this.rollUp());
    this.every(HOUR_MS, () => this.cleanUp());
  }

  onApplicationShutdown(): void {
    this.stopped = true;
    for (const timer of this.timers) clearInterval(timer);
  }

  private every(ms: number, work: () => Promise<void>): void {
    const timer = setInterval(() => {
      if (this.lease.held) work().catch((error: unknown) => this.logger.warn({ err: error }, 'the upkeep of the servers’ records failed'));
    }, ms);
    timer.unref();
    this.timers.push(timer);
  }

  private async rollUp(): Promise<void> {
    const to = new Date(Math.floor((Date.now() - ROLL_UP_DELAY_MS) / MINUTE_MS) * MINUTE_MS - 1);
    await this.metrics.rollUp(new Date(to.getTime() + 1 - ROLL_UP_OVERLAP_MS), to);
  }

  private async cleanUp(): Promise<void> {
    const { logRetentionDays, eventRetentionDays, playerRetentionDays, metricsRawHours, metricsMinuteDays, metricsHourDays } = this.settings.values;
    const before = (days: number): Date => new Date(Date.now() - days * DAY_MS);
    await this.logs.forgetBefore(before(logRetentionDays), () => !this.stopped);
    await this.events.forgetBefore(before(eventRetentionDays));
    await this.logs.cap(() => !this.stopped);
    await this.crashes.forgetBefore(before(eventRetentionDays));
    await this.idempotency.forget();
    await this.files.sweep();
    await this.webhooks.forgetBefore(before(eventRetentionDays));
    await this.backups.giveUpBefore(before(1));
    await this.restores.giveUpBefore(before(1));
    await this.scheduleRuns.giveUpBefore(new Date(Date.now() - HOUR_MS));
    await this.scheduleRuns.forgetBefore(before(eventRetentionDays));
    await this.players.forgetBefore(before(playerRetentionDays));
    await this.metrics.forget(new Date(), { rawHours: metricsRawHours, minuteDays: metricsMinuteDays, hourDays: metricsHourDays });
  }
}
