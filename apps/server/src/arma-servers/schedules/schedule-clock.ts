import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Not, IsNull, Repository } from 'typeorm';
import { EventsService } from '../events/events.service.js';
import { HostLease } from '../hosts/host-lease.js';
import { LiveStates } from '../servers/live-state.js';
import { ArmaServer } from '../servers/server.entity.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { ServerSignals } from '../supervision/signals.js';
import { StatusWriter } from '../supervision/status-writer.js';
import { countdownStep, type CountdownRule, type CountdownStep } from './countdown.js';
import { isAlive, startPlan } from './plan.js';
import { ScheduleRuns } from './schedule-runs.js';
import { ArmaSchedule } from './schedule.entities.js';
import { ScheduleVoice } from './schedule-voice.js';

const TICK_MS = 1_000;
const AT_ONCE = 200;

const ruleOf = (row: ArmaSchedule): CountdownRule => ({ warnings: row.warnings, lockMinutesBefore: row.lock_minutes_before, maxPlayers: row.max_players, maxDelayMinutes: row.max_delay_minutes, catchUpMinutes: row.catch_up_minutes, skipNext: row.skip_next });

/**
 * Looks every second which schedules of this host have something to do. Each step is taken by a statement that only one manager can
 * win, before it is done: what players hear once they hear once, and a run is queued once, however many managers share the database.
 */
@Injectable()
export class ScheduleClock implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('schedules');
  private timer: NodeJS.Timeout | undefined;
  private busy: Promise<void> | undefined;

  constructor(
    @InjectRepository(ArmaSchedule) private readonly schedules: Repository<ArmaSchedule>,
    private readonly servers: ServersRepository,
    private readonly lease: HostLease,
    private readonly live: LiveStates,
    private readonly runs: ScheduleRuns,
    private readonly voice: ScheduleVoice,
    private readonly events: EventsService,
    signals: ServerSignals,
    private readonly writer: StatusWriter,
  ) {
    signals.on('up', (id) => void this.recount(id));
    signals.on('down', (id) => void this.recount(id));
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      if (this.lease.held) this.busy ??= this.tick().finally(() => (this.busy = undefined));
    }, TICK_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.busy;
  }

  private async tick(): Promise<void> {
    try {
      const due = await this.due();
      if (due.length === 0) return;
      const servers = new Map((await this.servers.servers.findBy({ id: In(due.map(({ server_id: id }) => id)) })).map((server) => [server.id, server]));
      for (const row of due) {
        const server = servers.get(row.server_id);
        if (server !== undefined) await this.look(row, server);
      }
    } catch (error) {
      // The database is away; the next tick tries again, and what is late by then is caught up.
      this.logger.warn({ err: error }, 'the schedules could not be looked at');
    }
  }

  /** Only those of this host: those of a host that is away must not stand in the way. */
  private due(): Promise<ArmaSchedule[]> {
    return this.schedules
      .createQueryBuilder('schedule')
      .innerJoin(ArmaServer, 'server', 'server.id = schedule.server_id')
      .where('server.host_id = :host AND schedule.enabled = :enabled AND schedule.wake_at <= :now', { host: this.lease.hostId, enabled: true, now: Date.now() })
      .orderBy('schedule.wake_at', 'ASC')
      .limit(AT_ONCE)
      .getMany();
  }

  private async look(row: ArmaSchedule, server: ArmaServer): Promise<void> {
    if (row.next_run_at === null || row.run_at === null) return;
    const now = new Date();
    const game = { running: server.status === 'running', players: this.live.get(server.id).playerCount };
    const step = countdownStep(ruleOf(row), { due: row.next_run_at, runAt: row.run_at, warned: row.warned_minutes, locked: row.locked }, game, now);
    if (!(await this.take(row, server, step, now))) return;
    await this.act(row, server, step);
  }

  /** Writes a step down, if nobody else has done so or changed the schedule meanwhile. */
  private async take(row: ArmaSchedule, server: ArmaServer, step: CountdownStep, now: Date): Promise<boolean> {
    const seen = { id: row.id, enabled: true, skip_next: row.skip_next, wake_at: row.wake_at ?? IsNull(), run_at: row.run_at ?? IsNull(), updated_at: row.updated_at };
    const result = await this.schedules.update(seen, change(row, server, step, now));
    return (result.affected ?? 0) > 0;
  }

  private async act(row: ArmaSchedule, server: ArmaServer, step: CountdownStep): Promise<void> {
    const due = row.next_run_at ?? new Date();
    switch (step.kind) {
      case 'wait':
        if (step.say !== null) await this.voice.warn(server, row.action, step.say.minutes, step.say.message);
        if (step.lock) await this.voice.lock(server);
        return;
      case 'postpone':
        return;
      case 'missed':
        await this.runs.note(row, due, 'missed', 'The manager was not running at this time');
        return;
      case 'skip':
        await this.runs.note(row, due, 'skipped', 'It was to be left out once');
        return;
      case 'fire':
        await this.events.record(server, 'schedule_fired', 'scheduler', { schedule_id: row.id, name: row.name, action: row.action });
        await this.runs.queue(row, server.host_id, due, 'scheduler');
    }
  }

  /** A server was started or has ended: schedules that count from its start begin anew. */
  private async recount(serverId: number): Promise<void> {
    try {
      await this.writer.settled(serverId);
      const rows = await this.schedules.find({ where: { server_id: serverId, enabled: true, every_hours: Not(IsNull()) } });
      if (rows.length === 0) return;
      const server = await this.servers.get(serverId);
      for (const row of rows) await this.schedules.update({ id: row.id }, { ...startPlan(row, server, new Date()), warned_minutes: null, locked: false });
    } catch (error) {
      this.logger.warn({ err: error, serverId }, 'schedules could not be counted anew');
    }
  }
}

/** The columns after a step. */
function change(row: ArmaSchedule, server: ArmaServer, step: CountdownStep, now: Date): Partial<ArmaSchedule> {
  switch (step.kind) {
    case 'wait':
      return { wake_at: step.wakeAt, ...(step.say === null ? {} : { warned_minutes: step.say.minutes }), ...(step.lock ? { locked: true } : {}) };
    case 'postpone':
      return { run_at: step.runAt, wake_at: step.wakeAt };
    case 'fire':
    case 'missed':
    case 'skip': {
      const after = new Date(Math.max(now.getTime(), row.next_run_at?.getTime() ?? 0));
      // What ends the process counts anew from the next start.
      const plan = row.every_hours !== null && !isAlive(server) ? { next_run_at: null, run_at: null, wake_at: null } : startPlan(row, server, after);
      return { ...plan, warned_minutes: null, locked: false, ...(step.kind === 'skip' ? { skip_next: false } : {}), ...(step.kind === 'fire' ? { last_run_at: now, last_result: 'queued' } : {}) };
    }
  }
}
