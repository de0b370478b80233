import { Body, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CurrentUser, mayOn, Scopes, type Principal } from '@rumpus/auth';
import { z } from 'zod';
import { invalidInput, LanguardError } from '../errors.js';
import { Answers, MOMENT, pageOf } from '../http/answers.js';
import { actorOf } from '../http/caller.js';
import { assertEverywhere } from '../http/everywhere.js';
import { ID, LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { PAGE, type Page } from '../http/paging.js';
import { PREVIEW, RUN_VIEW, SCHEDULE, SCHEDULE_VIEW, SKIP, type RunView, type ScheduleRequest, type ScheduleView } from './schedule.dto.js';
import { SchedulesService } from './schedules.service.js';
import { cronTimes, hostTimeZone } from './timetable.js';

const RUNS = z.object({ ...PAGE, schedule_id: z.coerce.number().int().positive().optional() });
const ScheduleId = (): ParameterDecorator => Param('schedule_id', { schema: ID });

/** A schedule does nothing that its maker may not do by hand: raw commands, new files for mods, restarts of other servers. */
function assertMay(user: Principal, serverId: number, { action, payload }: ScheduleRequest): void {
  if (action !== 'command' && action !== 'mod_update') return;
  if (!mayOn(user, 'servers.write', 'server', serverId)) throw new LanguardError('FORBIDDEN', `You have no right to have ${action === 'command' ? 'raw commands sent' : 'mods updated'}`);
  if (action === 'mod_update' && payload.restart_others === true) assertEverywhere(user);
}

@LanguardController('api/servers/:id/schedules', 'server schedules')
export class SchedulesController {
  constructor(private readonly schedules: SchedulesService) {}

  @Get()
  @ServerScope('servers.read')
  @Answers('The schedules of a server with their next times', z.array(SCHEDULE_VIEW))
  list(@ServerId() id: number): Promise<ScheduleView[]> {
    return this.schedules.list(id);
  }

  @Post()
  @ServerScope('servers.operate')
  @Answers('Make a schedule', SCHEDULE_VIEW, 201)
  create(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: SCHEDULE }) body: ScheduleRequest): Promise<ScheduleView> {
    assertMay(user, id, body);
    return this.schedules.create(id, body, actorOf(user));
  }

  @Get('runs')
  @ServerScope('servers.read')
  @Answers('What became of runs, newest first', pageOf(RUN_VIEW))
  runs(@ServerId() id: number, @Query({ schema: RUNS }) query: z.infer<typeof RUNS>): Promise<Page<RunView>> {
    return this.schedules.history(id, query);
  }

  @Get(':schedule_id')
  @ServerScope('servers.read')
  @Answers('One schedule', SCHEDULE_VIEW)
  get(@ServerId() id: number, @ScheduleId() scheduleId: number): Promise<ScheduleView> {
    return this.schedules.get(id, scheduleId);
  }

  @Put(':schedule_id')
  @ServerScope('servers.operate')
  @Answers('Replace a schedule; a countdown that has begun is called off', SCHEDULE_VIEW)
  replace(@CurrentUser() user: Principal, @ServerId() id: number, @ScheduleId() scheduleId: number, @Body({ schema: SCHEDULE }) body: ScheduleRequest): Promise<ScheduleView> {
    assertMay(user, id, body);
    return this.schedules.replace(id, scheduleId, body, actorOf(user));
  }

  @Post(':schedule_id/skip')
  @ServerScope('servers.operate')
  @Answers('Leave out the next run, or take that back', SCHEDULE_VIEW)
  skip(@CurrentUser() user: Principal, @ServerId() id: number, @ScheduleId() scheduleId: number, @Body({ schema: SKIP }) { skip }: z.infer<typeof SKIP>): Promise<ScheduleView> {
    return this.schedules.skip(id, scheduleId, skip, actorOf(user));
  }

  @Post(':schedule_id/run')
  @ServerScope('servers.operate')
  @Answers('Do at once what the schedule does, without a countdown', RUN_VIEW, 202)
  run(@CurrentUser() user: Principal, @ServerId() id: number, @ScheduleId() scheduleId: number): Promise<RunView> {
    return this.schedules.runNow(id, scheduleId, actorOf(user));
  }

  @Delete(':schedule_id')
  @ServerScope('servers.operate')
  @Answers('Delete a schedule')
  async remove(@CurrentUser() user: Principal, @ServerId() id: number, @ScheduleId() scheduleId: number): Promise<object> {
    await this.schedules.remove(id, scheduleId, actorOf(user));
    return {};
  }
}

@LanguardController('api/schedules', 'server schedules')
export class SchedulePreviewController {
  @Post('preview')
  @Scopes('servers.read')
  @Answers('The next times of a cron expression', z.object({ timezone: z.string(), next_runs: z.array(MOMENT) }))
  preview(@Body({ schema: PREVIEW }) { cron, timezone = hostTimeZone(), count }: z.infer<typeof PREVIEW>): { timezone: string; next_runs: string[] } {
    try {
      return { timezone, next_runs: cronTimes(cron, timezone, new Date(), count).map((time) => time.toISOString()) };
    } catch (error) {
      throw invalidInput({ path: 'cron', rule: 'cron', message: error instanceof Error ? error.message : 'not understood' });
    }
  }
}
