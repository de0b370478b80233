import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { missing } from '../errors.js';
import { EventsService } from '../events/events.service.js';
import { HostRouter } from '../hosts/host-router.js';
import type { Actor } from '../http/caller.js';
import type { Page } from '../http/paging.js';
import type { ArmaServer } from '../servers/server.entity.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { newSchedule, NO_COUNTDOWN, settingsOf, startPlan, upcoming } from './plan.js';
import { ScheduleRuns } from './schedule-runs.js';
import type { RunView, ScheduleRequest, ScheduleView } from './schedule.dto.js';
import { ArmaSchedule, type ArmaScheduleRun } from './schedule.entities.js';
import { ScheduleVoice } from './schedule-voice.js';

const SHOWN_RUNS = 5;
const iso = (moment: Date | null): string | null => moment?.toISOString() ?? null;

/** The schedules of servers as things that are made and changed. */
@Injectable()
export class SchedulesService {
  constructor(
    @InjectRepository(ArmaSchedule) private readonly schedules: Repository<ArmaSchedule>,
    private readonly servers: ServersRepository,
    private readonly router: HostRouter,
    private readonly runs: ScheduleRuns,
    private readonly voice: ScheduleVoice,
    private readonly events: EventsService,
  ) {}

  async list(serverId: number): Promise<ScheduleView[]> {
    const server = await this.servers.get(serverId);
    return (await this.schedules.find({ where: { server_id: serverId }, order: { id: 'ASC' } })).map((row) => view(row, server));
  }

  async get(serverId: number, id: number): Promise<ScheduleView> {
    return view(await this.row(serverId, id), await this.servers.get(serverId));
  }

  async create(serverId: number, request: ScheduleRequest, actor: Actor): Promise<ScheduleView> {
    const server = await this.servers.get(serverId);
    const saved = await this.schedules.save(this.schedules.create(newSchedule(request, server, actor, new Date())));
    await this.events.record(server, 'updated', actor, { schedule_created: saved.id, name: saved.name, action: saved.action });
    return view(saved, server);
  }

  /** Replaces a schedule. A countdown that has begun is called off, and players are told. */
  async replace(serverId: number, id: number, request: ScheduleRequest, actor: Actor): Promise<ScheduleView> {
    const server = await this.servers.get(serverId);
    const row = await this.row(serverId, id);
    await this.callOff(row, server);
    const now = new Date();
    Object.assign(row, settingsOf(request), NO_COUNTDOWN, { skip_next: false, updated_at: now });
    const saved = await this.schedules.save(Object.assign(row, startPlan(row, server, now)));
    await this.events.record(server, 'updated', actor, { schedule_changed: id, name: saved.name });
    return view(saved, server);
  }

  /** Leaves out the next run, or takes that back. */
  async skip(serverId: number, id: number, skip: boolean, actor: Actor): Promise<ScheduleView> {
    const server = await this.servers.get(serverId);
    const row = await this.row(serverId, id);
    if (skip) await this.callOff(row, server);
    await this.schedules.update({ id }, { skip_next: skip, wake_at: new Date(), ...(skip ? { warned_minutes: null, locked: false } : {}), updated_at: new Date() });
    await this.events.record(server, 'updated', actor, { schedule_changed: id, skip_next: skip });
    return this.get(serverId, id);
  }

  async remove(serverId: number, id: number, actor: Actor): Promise<void> {
    const server = await this.servers.get(serverId);
    const row = await this.row(serverId, id);
    await this.schedules.delete({ id });
    await this.callOff(row, server);
    await this.events.record(server, 'updated', actor, { schedule_deleted: id, name: row.name });
  }

  /** Does at once what the schedule would do; its own times stay. @throws LanguardError `HOST_AWAY` */
  async runNow(serverId: number, id: number, actor: Actor): Promise<RunView> {
    const row = await this.row(serverId, id);
    const { host_id: hostId } = await this.servers.get(serverId);
    await this.router.assertOnline(hostId);
    return runView(await this.runs.queue(row, hostId, new Date(), actor));
  }

  /** What became of runs, newest first. */
  async history(serverId: number, { schedule_id: scheduleId, limit, offset }: { schedule_id?: number | undefined; limit: number; offset: number }): Promise<Page<RunView>> {
    await this.servers.get(serverId);
    const [rows, total] = await this.runs.list(serverId, scheduleId, limit, offset);
    return { items: rows.map(runView), total, limit, offset };
  }

  private async callOff({ warned_minutes: warned, locked, action }: ArmaSchedule, server: ArmaServer): Promise<void> {
    if (warned !== null || locked) await this.voice.callOff(server, action, locked);
  }

  private async row(serverId: number, id: number): Promise<ArmaSchedule> {
    const row = await this.schedules.findOneBy({ id, server_id: serverId });
    if (row === null) throw missing('schedule');
    return row;
  }
}

function view(row: ArmaSchedule, server: ArmaServer): ScheduleView {
  const { id, server_id, name, cron, every_hours, timezone, action, payload, warnings, lock_minutes_before, max_players, max_delay_minutes, catch_up_minutes, enabled, skip_next, created_by } = row;
  const postponed = row.run_at !== null && row.next_run_at !== null && row.run_at.getTime() !== row.next_run_at.getTime();
  return {
    id, server_id, name, cron, every_hours, timezone, action, payload, warnings, lock_minutes_before, max_players, max_delay_minutes, catch_up_minutes, enabled, skip_next,
    next_run_at: iso(row.next_run_at),
    postponed_to: postponed ? iso(row.run_at) : null,
    next_runs: enabled ? upcoming(row, server, new Date(), SHOWN_RUNS).map((moment) => moment.toISOString()) : [],
    last_run_at: iso(row.last_run_at),
    last_result: row.last_result,
    created_by,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

const runView = ({ id, schedule_id, schedule_name, action, actor, status, message, due_at, started_at, finished_at }: ArmaScheduleRun): RunView => ({ id, schedule_id, schedule_name, action, actor, status, message, due_at: due_at.toISOString(), started_at: iso(started_at), finished_at: iso(finished_at) });
