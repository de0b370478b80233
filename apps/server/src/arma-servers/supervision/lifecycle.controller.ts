import { Body, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { CurrentUser, type Principal } from '@rumpus/auth';
import type { z } from 'zod';
import { actorOf } from '../http/caller.js';
import { LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { CountedAs } from '../http/limits.guard.js';
import { START, STOP, WAIT, type StopRequest } from '../servers/server.dto.js';
import { DryRun, type DryRunReport } from './dry-run.js';
import { LifecycleService, type StatusResponse } from './lifecycle.service.js';

type Wait = z.infer<typeof WAIT>;

@LanguardController('api/servers/:id')
export class LifecycleController {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly dryRun: DryRun,
  ) {}

  @Post('start')
  @CountedAs('power')
  @HttpCode(202)
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'Start a server, or list what would stand in the way' })
  start(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: START }) body: z.infer<typeof START>, @Query({ schema: WAIT }) { wait }: Wait): Promise<StatusResponse | DryRunReport> {
    return body.dry_run ? this.dryRun.report(id) : this.lifecycle.start(id, actorOf(user), wait);
  }

  @Post('stop')
  @CountedAs('power')
  @HttpCode(202)
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'Stop a server: RCon, then signals, then the kill' })
  stop(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: STOP }) body: StopRequest, @Query({ schema: WAIT }) { wait }: Wait): Promise<StatusResponse> {
    return this.lifecycle.stop(id, body, actorOf(user), wait);
  }

  @Post('restart')
  @CountedAs('power')
  @HttpCode(202)
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'Stop, then start' })
  restart(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: STOP }) body: StopRequest, @Query({ schema: WAIT }) { wait }: Wait): Promise<StatusResponse> {
    return this.lifecycle.restart(id, body, actorOf(user), wait);
  }

  @Post('kill')
  @HttpCode(202)
  @ServerScope('servers.write')
  @ApiOperation({ summary: 'Kill the process at once' })
  kill(@CurrentUser() user: Principal, @ServerId() id: number): Promise<StatusResponse> {
    return this.lifecycle.kill(id, actorOf(user));
  }
}
