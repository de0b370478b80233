import { Body, Delete, Get, HttpCode, Param, Post, Put, Query, Req, Res, UploadedFiles, UseInterceptors } from '@nestjs/common';
import { FilesInterceptor } from '@nestjs/platform-express';
import { ApiOperation } from '@nestjs/swagger';
import { CurrentUser, type Principal } from '@rumpus/auth';
import { sendFile } from '@rumpus/storage';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { actorOf } from '../http/caller.js';
import { ID, LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { CountedAs } from '../http/limits.guard.js';
import { QUERY_FLAG } from '../http/paging.js';
import type { MissionDescription } from './description.js';
import { MissionsService, type MissionView, type UploadedFile, type UploadResult } from './missions.service.js';
import { ROTATION, RotationService, type RotationEntry } from './rotation.service.js';

const MAX_FILES = 64;
const REPLACE = z.object({ replace: QUERY_FLAG });
const FORCE = z.object({ force: QUERY_FLAG });

@LanguardController('api/servers/:id/missions')
export class MissionsController {
  constructor(
    private readonly missions: MissionsService,
    private readonly rotation: RotationService,
  ) {}

  @Get()
  @ServerScope('servers.read')
  @ApiOperation({ summary: 'The mission files of a server' })
  list(@ServerId() id: number): Promise<MissionView[]> {
    return this.missions.list(id);
  }

  @Post()
  @ServerScope('servers.operate')
  @CountedAs('upload')
  @UseInterceptors(FilesInterceptor('file', MAX_FILES))
  @ApiOperation({ summary: 'Upload missions; the answer says what became of each' })
  upload(@CurrentUser() user: Principal, @ServerId() id: number, @UploadedFiles() files: UploadedFile[] | undefined, @Query({ schema: REPLACE }) { replace }: z.infer<typeof REPLACE>): Promise<UploadResult[]> {
    return this.missions.upload(id, files ?? [], replace, actorOf(user));
  }

  @Get('rotation')
  @ServerScope('servers.read')
  @ApiOperation({ summary: 'The mission cycle' })
  getRotation(@ServerId() id: number): Promise<RotationEntry[]> {
    return this.rotation.get(id);
  }

  @Put('rotation')
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'Replace the mission cycle' })
  setRotation(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: ROTATION }) body: RotationEntry[]): Promise<RotationEntry[]> {
    return this.rotation.set(id, body, actorOf(user));
  }

  @Get(':mid/params')
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'What a mission says of itself, parameters included' })
  describe(@ServerId() id: number, @Param('mid', { schema: ID }) missionId: number): Promise<MissionDescription> {
    return this.missions.describe(id, missionId);
  }

  @Get(':mid/download')
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'The mission file' })
  async download(@ServerId() id: number, @Param('mid', { schema: ID }) missionId: number, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { path, filename } = await this.missions.file(id, missionId);
    await sendFile(request, response, { path, fileName: filename });
  }

  @Delete(':mid')
  @HttpCode(200)
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'Delete a mission' })
  async remove(@CurrentUser() user: Principal, @ServerId() id: number, @Param('mid', { schema: ID }) missionId: number, @Query({ schema: FORCE }) { force }: z.infer<typeof FORCE>): Promise<object> {
    await this.missions.remove(id, missionId, force, actorOf(user));
    return {};
  }
}
