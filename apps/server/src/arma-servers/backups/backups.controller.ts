import { Body, Delete, Get, Param, Patch, Post, Query, Req, Res, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { CurrentUser, type Principal } from '@rumpus/auth';
import { sendFile } from '@rumpus/storage';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { z as schema } from 'zod';
import { Answers, AnswersFile, pageOf } from '../http/answers.js';
import { Audited } from '../http/audit.interceptor.js';
import { actorOf } from '../http/caller.js';
import { ID, LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { CountedAs } from '../http/limits.guard.js';
import { PAGE, type Page } from '../http/paging.js';
import { BACKUP_VIEW, CHANGE_BACKUP, CREATE_BACKUP, RESTORE, RESTORE_VIEW, type BackupView, type ChangeBackup, type CreateBackup, type RestoreRequest, type RestoreView } from './backup.dto.js';
import { BackupsService } from './backups.service.js';
import { RestoreOrders } from './restore-orders.js';

const LIST = schema.object(PAGE);
const BackupId = (): ParameterDecorator => Param('backup_id', { schema: ID });

@LanguardController('api/servers/:id/backups', 'server backups')
export class BackupsController {
  constructor(
    private readonly backups: BackupsService,
    private readonly restores: RestoreOrders,
  ) {}

  @Get()
  @ServerScope('servers.operate')
  @Answers('The backups of a server, newest first', pageOf(BACKUP_VIEW))
  list(@ServerId() id: number, @Query({ schema: LIST }) query: z.infer<typeof LIST>): Promise<Page<BackupView>> {
    return this.backups.list(id, query);
  }

  @Post()
  @ServerScope('servers.operate')
  @Answers('Make a backup; its progress is that of the job backup-<id>', BACKUP_VIEW, 202)
  create(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: CREATE_BACKUP }) body: CreateBackup): Promise<BackupView> {
    return this.backups.create(id, body, actorOf(user));
  }

  @Post('import')
  @ServerScope('servers.write')
  @CountedAs('upload')
  @UseInterceptors(FileInterceptor('file'))
  @Answers('Take in the file of a backup; it is checked to its end first', BACKUP_VIEW, 201)
  import(@CurrentUser() user: Principal, @ServerId() id: number, @UploadedFile() file: { path: string } | undefined): Promise<BackupView> {
    return this.backups.import(id, file, actorOf(user));
  }

  @Get('restores')
  @ServerScope('servers.operate')
  @Answers('What became of restores, newest first', pageOf(RESTORE_VIEW))
  listRestores(@ServerId() id: number, @Query({ schema: LIST }) query: z.infer<typeof LIST>): Promise<Page<RestoreView>> {
    return this.restores.list(id, query);
  }

  @Get(':backup_id')
  @ServerScope('servers.operate')
  @Answers('One backup', BACKUP_VIEW)
  get(@ServerId() id: number, @BackupId() backupId: number): Promise<BackupView> {
    return this.backups.show(id, backupId);
  }

  @Get(':backup_id/download')
  @Audited()
  @ServerScope('servers.write')
  @AnswersFile('The file of a backup', 'application/gzip')
  async download(@ServerId() id: number, @BackupId() backupId: number, @Req() request: Request, @Res() response: Response): Promise<void> {
    await sendFile(request, response, { ...(await this.backups.file(id, backupId)), contentType: 'application/gzip', cacheControl: 'no-store' });
  }

  @Patch(':backup_id')
  @ServerScope('servers.operate')
  @Answers('Change the note of a backup, or keep it for good', BACKUP_VIEW)
  change(@ServerId() id: number, @BackupId() backupId: number, @Body({ schema: CHANGE_BACKUP }) body: ChangeBackup): Promise<BackupView> {
    return this.backups.change(id, backupId, body);
  }

  @Post(':backup_id/restore')
  @ServerScope('servers.write')
  @Answers('Restore a backup, whole or in parts; the server must be stopped, and a safety backup is made first', RESTORE_VIEW, 202)
  restore(@CurrentUser() user: Principal, @ServerId() id: number, @BackupId() backupId: number, @Body({ schema: RESTORE }) body: RestoreRequest): Promise<RestoreView> {
    return this.restores.create(id, backupId, body, actorOf(user));
  }

  @Delete(':backup_id')
  @ServerScope('servers.write')
  @Answers('Delete a backup and its file')
  async remove(@ServerId() id: number, @BackupId() backupId: number): Promise<object> {
    await this.backups.remove(id, backupId);
    return {};
  }
}
