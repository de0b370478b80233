import { Delete, Get, Param, Query, Req, Res } from '@nestjs/common';
import { CurrentUser, Scopes, type Principal } from '@rumpus/auth';
import { sendFile } from '@rumpus/storage';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Answers, AnswersFile, pageOf } from '../http/answers.js';
import { Audited } from '../http/audit.interceptor.js';
import { assertEverywhere } from '../http/everywhere.js';
import { ID, LanguardController } from '../http/languard-controller.js';
import { PAGE, type Page } from '../http/paging.js';
import { BACKUP_VIEW, type BackupView } from './backup.dto.js';
import { BackupsService } from './backups.service.js';

const LIST = z.object(PAGE);
const BackupId = (): ParameterDecorator => Param('backup_id', { schema: ID });

/** The backups of all servers, those of deleted servers too. */
@LanguardController('api/backups', 'server backups')
export class AllBackupsController {
  constructor(private readonly backups: BackupsService) {}

  @Get()
  @Scopes('servers.write')
  @Answers('The backups of all servers, newest first; those of deleted servers have no server', pageOf(BACKUP_VIEW))
  list(@CurrentUser() user: Principal, @Query({ schema: LIST }) query: z.infer<typeof LIST>): Promise<Page<BackupView>> {
    assertEverywhere(user);
    return this.backups.list(undefined, query);
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
