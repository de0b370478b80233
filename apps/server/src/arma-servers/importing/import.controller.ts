import { Body, Post, Query, UploadedFiles, UseInterceptors } from '@nestjs/common';
import { FilesInterceptor } from '@nestjs/platform-express';
import { CurrentUser, Scopes, type Principal } from '@rumpus/auth';
import { z } from 'zod';
import { Answers } from '../http/answers.js';
import { actorOf } from '../http/caller.js';
import { assertEverywhere } from '../http/everywhere.js';
import { LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { CountedAs } from '../http/limits.guard.js';
import { QUERY_FLAG } from '../http/paging.js';
import { ConfigImportService } from './config-import.service.js';
import { CONFIG_IMPORT_REPORT, IMPORT_REPORT, IMPORT_SERVER, type ConfigImportReport, type ImportReport, type ImportServer } from './import.dto.js';
import { ImportService } from './import.service.js';

const APPLY = z.object({ apply: QUERY_FLAG });
const MAX_FILES = 4;

@LanguardController('api/servers', 'server import')
export class ImportController {
  constructor(
    private readonly imports: ImportService,
    private readonly configs: ConfigImportService,
  ) {}

  @Post('import')
  @Scopes('servers.write')
  @Answers('Take over a server that exists already; by itself only tells what would be taken over', IMPORT_REPORT)
  import(@CurrentUser() user: Principal, @Body({ schema: IMPORT_SERVER }) body: ImportServer): Promise<ImportReport> {
    assertEverywhere(user);
    return this.imports.import(body, actorOf(user));
  }

  @Post(':id/config/import')
  @ServerScope('servers.write')
  @CountedAs('upload')
  @UseInterceptors(FilesInterceptor('file', MAX_FILES))
  @Answers('Take settings out of server.cfg, basic.cfg, a profile or BattlEye’s file; tells the changes first, `apply` makes them', CONFIG_IMPORT_REPORT)
  importConfig(@CurrentUser() user: Principal, @ServerId() id: number, @UploadedFiles() files: { path: string; originalname: string }[] | undefined, @Query({ schema: APPLY }) { apply }: z.infer<typeof APPLY>): Promise<ConfigImportReport> {
    return this.configs.import(id, files ?? [], apply, user.id, actorOf(user));
  }
}
