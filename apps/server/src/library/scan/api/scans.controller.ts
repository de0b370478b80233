import { Body, Get, Param, Post, Query } from '@nestjs/common';
import { CurrentUser, Scopes, type Principal } from '@rumpus/auth';
import { z } from 'zod';
import { Answers, RommController } from '../../shared/api.js';
import { pathId } from '../../shared/query.js';
import { wireTime, wireTimeOrNull } from '../../shared/wire.js';
import { BrakesService } from '../missing/brakes.service.js';
import type { ScanRequest } from '../scan-types.js';
import { ScanReader } from './scan-reader.js';
import {
  brakeAcceptedSchema, brakeSchema, currentScanSchema, pageQuery, scanBody, scanFailurePageSchema, scanPageSchema, scanSchema, toScanDto,
  type BrakeDto, type CurrentScan, type PageQuery, type ScanDto,
} from './scans.dto.js';
import { ScansService } from './scans.service.js';

/** Scans of the library: start, watch, stop, look back, and answer the brake. Ours; RomM does this over its socket. */
@RommController('scans')
@Scopes('tasks.run')
export class ScansController {
  constructor(
    private readonly scans: ScansService,
    private readonly reader: ScanReader,
    private readonly brakes: BrakesService,
  ) {}

  @Get()
  @Answers('listScans', 'Scans, newest first', scanPageSchema)
  list(@Query({ schema: pageQuery }) query: PageQuery): ReturnType<ScanReader['page']> {
    return this.reader.page(query);
  }

  @Post()
  @Answers('startScan', 'Start a scan', scanSchema, { status: 201 })
  async start(@Body({ schema: scanBody }) body: ScanRequest, @CurrentUser() user: Principal): Promise<ScanDto> {
    return toScanDto(await this.scans.start(body, 'user', user.id));
  }

  @Get('current')
  @Answers('getCurrentScan', 'The scan that runs, with live progress, and those that wait', currentScanSchema)
  current(): Promise<CurrentScan> {
    return this.reader.current();
  }

  @Post('stop')
  @Answers('stopScans', 'Stop the scan that runs and take waiting ones out', z.object({ stopped: z.int() }))
  async stop(): Promise<{ stopped: number }> {
    return { stopped: await this.scans.stop() };
  }

  @Get('brakes')
  @Answers('listScanBrakes', 'Games that vanished in numbers and wait for a decision', z.array(brakeSchema))
  async listBrakes(): Promise<BrakeDto[]> {
    return (await this.brakes.list()).map((brake) => ({ ...brake, created_at: wireTime(brake.created_at), decided_at: wireTimeOrNull(brake.decided_at) }));
  }

  @Post('brakes/:id/accept')
  @Answers('acceptScanBrake', 'The games are gone: mark them missing', brakeAcceptedSchema)
  async accept(@Param('id', { schema: pathId }) id: number): Promise<{ marked: number }> {
    return { marked: await this.brakes.accept(id) };
  }

  @Post('brakes/:id/reject')
  @Answers('rejectScanBrake', 'The games are not gone: leave them as they are')
  async reject(@Param('id', { schema: pathId }) id: number): Promise<null> {
    await this.brakes.reject(id);
    return null;
  }

  @Get(':id')
  @Answers('getScan', 'One scan', scanSchema)
  one(@Param('id', { schema: pathId }) id: number): Promise<ScanDto> {
    return this.reader.one(id);
  }

  @Get(':id/failures')
  @Answers('listScanFailures', 'What a scan could not read, with the reason', scanFailurePageSchema)
  failures(@Param('id', { schema: pathId }) id: number, @Query({ schema: pageQuery }) query: PageQuery): ReturnType<ScanReader['failures']> {
    return this.reader.failures(id, query);
  }
}
