import { Body, Delete, Get, Param, Post, Put, Query, Req, Res, UploadedFiles, UseInterceptors } from '@nestjs/common';
import { FilesInterceptor } from '@nestjs/platform-express';
import { CurrentUser, type Principal } from '@rumpus/auth';
import { sendFile } from '@rumpus/storage';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Answers, AnswersFile } from '../http/answers.js';
import { actorOf } from '../http/caller.js';
import { ID, LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { CountedAs } from '../http/limits.guard.js';
import { QUERY_FLAG } from '../http/paging.js';
import { MISSION_DESCRIPTION, type MissionDescription } from './description.js';
import { MISSION_VIEW, UPLOAD_RESULT, type MissionView, type UploadResult } from './mission.dto.js';
import { MissionsService, type UploadedFile } from './missions.service.js';
import { ROTATION, ROTATION_VIEW, RotationService, type RotationEntry, type RotationView } from './rotation.service.js';

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
  @Answers('The mission files of a server', z.array(MISSION_VIEW))
  list(@ServerId() id: number): Promise<MissionView[]> {
    return this.missions.list(id);
  }

  @Post()
  @ServerScope('servers.operate')
  @CountedAs('upload')
  @UseInterceptors(FilesInterceptor('file', MAX_FILES))
  @Answers('Upload missions; the answer says what became of each', z.array(UPLOAD_RESULT), 201)
  upload(@CurrentUser() user: Principal, @ServerId() id: number, @UploadedFiles() files: UploadedFile[] | undefined, @Query({ schema: REPLACE }) { replace }: z.infer<typeof REPLACE>): Promise<UploadResult[]> {
    return this.missions.upload(id, files ?? [], replace, actorOf(user));
  }

  @Get('rotation')
  @ServerScope('servers.read')
  @Answers('The mission cycle', z.array(ROTATION_VIEW))
  getRotation(@ServerId() id: number): Promise<RotationView[]> {
    return this.rotation.get(id);
  }

  @Put('rotation')
  @ServerScope('servers.operate')
  @Answers('Replace the mission cycle', z.array(ROTATION_VIEW))
  setRotation(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: ROTATION }) body: RotationEntry[]): Promise<RotationView[]> {
    return this.rotation.set(id, body, actorOf(user));
  }

  @Get(':mid/params')
  @ServerScope('servers.operate')
  @Answers('What a mission says of itself, parameters included', MISSION_DESCRIPTION)
  describe(@ServerId() id: number, @Param('mid', { schema: ID }) missionId: number): Promise<MissionDescription> {
    return this.missions.describe(id, missionId);
  }

  @Get(':mid/download')
  @ServerScope('servers.operate')
  @AnswersFile('The mission file')
  async download(@ServerId() id: number, @Param('mid', { schema: ID }) missionId: number, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { path, filename } = await this.missions.file(id, missionId);
    await sendFile(request, response, { path, fileName: filename });
  }

  @Delete(':mid')
  @ServerScope('servers.operate')
  @Answers('Delete a mission')
  async remove(@CurrentUser() user: Principal, @ServerId() id: number, @Param('mid', { schema: ID }) missionId: number, @Query({ schema: FORCE }) { force }: z.infer<typeof FORCE>): Promise<object> {
    await this.missions.remove(id, missionId, force, actorOf(user));
    return {};
  }
}
