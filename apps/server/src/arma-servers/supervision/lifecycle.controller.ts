import { Body, Post, Query } from '@nestjs/common';
import { CurrentUser, type Principal } from '@rumpus/auth';
import { z } from 'zod';
import { Answers } from '../http/answers.js';
import { actorOf } from '../http/caller.js';
import { LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { CountedAs } from '../http/limits.guard.js';
import { START, STOP, WAIT, type StopRequest } from '../servers/server.dto.js';
import { DRY_RUN_REPORT, DryRun, type DryRunReport } from './dry-run.js';
import { LifecycleService, STATUS_RESPONSE, type StatusResponse } from './lifecycle.service.js';

type Wait = z.infer<typeof WAIT>;

@LanguardController('api/servers/:id')
export class LifecycleController {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly dryRun: DryRun,
  ) {}

  @Post('start')
  @CountedAs('power')
  @ServerScope('servers.operate')
  @Answers('Start a server, or list what would stand in the way', z.union([STATUS_RESPONSE, DRY_RUN_REPORT]), 202)
  start(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: START }) body: z.infer<typeof START>, @Query({ schema: WAIT }) { wait }: Wait): Promise<StatusResponse | DryRunReport> {
    return body.dry_run ? this.dryRun.report(id) : this.lifecycle.start(id, actorOf(user), wait);
  }

  @Post('stop')
  @CountedAs('power')
  @ServerScope('servers.operate')
  @Answers('Stop a server: RCon, then signals, then the kill', STATUS_RESPONSE, 202)
  stop(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: STOP }) body: StopRequest, @Query({ schema: WAIT }) { wait }: Wait): Promise<StatusResponse> {
    return this.lifecycle.stop(id, body, actorOf(user), wait);
  }

  @Post('restart')
  @CountedAs('power')
  @ServerScope('servers.operate')
  @Answers('Stop, then start', STATUS_RESPONSE, 202)
  restart(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: STOP }) body: StopRequest, @Query({ schema: WAIT }) { wait }: Wait): Promise<StatusResponse> {
    return this.lifecycle.restart(id, body, actorOf(user), wait);
  }

  @Post('kill')
  @ServerScope('servers.write')
  @Answers('Kill the process at once', STATUS_RESPONSE, 202)
  kill(@CurrentUser() user: Principal, @ServerId() id: number): Promise<StatusResponse> {
    return this.lifecycle.kill(id, actorOf(user));
  }
}
