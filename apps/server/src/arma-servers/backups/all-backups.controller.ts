import { Delete, Get, Param, Query, Req, Res } from '@nestjs/common';
import { CurrentUser, PerObject, Scopes, type Principal } from '@rumpus/auth';
import { sendFile } from '@rumpus/storage';
import type { Request, Response } from 'express';
import { Answers, AnswersFile } from '../http/answers.js';
import { Audited } from '../http/audit.interceptor.js';
import { assertEverywhere } from '../http/everywhere.js';
import { ID, LanguardController } from '../http/languard-controller.js';
import { operatedServers } from '../servers/servers.controller.js';
import { BACKUP_OVERVIEW, FIND_BACKUPS, type BackupOverview, type FindBackups } from './backup.dto.js';
import { BackupsService } from './backups.service.js';

const BackupId = (): ParameterDecorator => Param('backup_id', { schema: ID });

/** The backups of all servers, those of deleted servers too. */
@LanguardController('api/backups', 'server backups')
export class AllBackupsController {
  constructor(private readonly backups: BackupsService) {}

  @Get()
  @Scopes('servers.operate')
  @PerObject()
  @Answers('The backups of all servers the caller may run, newest first, and what they take together; those of deleted servers have no server, and are for those who may change all', BACKUP_OVERVIEW)
  list(@CurrentUser() user: Principal, @Query({ schema: FIND_BACKUPS }) query: FindBackups): Promise<BackupOverview> {
    return this.backups.find(operatedServers(user), query);
  }

  @Get(':backup_id/download')
  @Audited()
  @Scopes('servers.write')
  @AnswersFile('The file of a backup', 'application/gzip')
  async download(@CurrentUser() user: Principal, @BackupId() backupId: number, @Req() request: Request, @Res() response: Response): Promise<void> {
    assertEverywhere(user);
    await sendFile(request, response, { ...(await this.backups.file(undefined, backupId)), contentType: 'application/gzip', cacheControl: 'no-store' });
  }

  @Delete(':backup_id')
  @Scopes('servers.write')
  @Answers('Delete a backup and its file')
  async remove(@CurrentUser() user: Principal, @BackupId() backupId: number): Promise<object> {
    assertEverywhere(user);
    await this.backups.remove(undefined, backupId);
    return {};
  }
}
