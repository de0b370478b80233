import { Delete, Get, Param, Query, Req, Res } from '@nestjs/common';
import { sendFile } from '@rumpus/storage';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Answers, AnswersFile, pageOf } from '../http/answers.js';
import { Audited } from '../http/audit.interceptor.js';
import { ID, LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { PAGE, type Page } from '../http/paging.js';
import { CRASH_DETAIL, CRASH_SUMMARY, type CrashDetail, type CrashSummary } from './crash.dto.js';
import { CrashReports } from './crash-reports.service.js';

const LIST = z.object(PAGE);
const CrashId = (): ParameterDecorator => Param('crash_id', { schema: ID });

@LanguardController('api/servers/:id/crashes', 'server crashes')
export class CrashesController {
  constructor(private readonly crashes: CrashReports) {}

  @Get()
  @ServerScope('servers.read')
  @Answers('The crashes of a server, newest first', pageOf(CRASH_SUMMARY))
  list(@ServerId() id: number, @Query({ schema: LIST }) query: z.infer<typeof LIST>): Promise<Page<CrashSummary>> {
    return this.crashes.list(id, query);
  }

  @Get(':crash_id')
  @ServerScope('servers.read')
  @Answers('One crash with its last lines and the mods that were loaded', CRASH_DETAIL)
  detail(@ServerId() id: number, @CrashId() crashId: number): Promise<CrashDetail> {
    return this.crashes.detail(id, crashId);
  }

  @Get(':crash_id/dump')
  @Audited()
  @ServerScope('servers.write')
  @AnswersFile('The memory dump the game wrote')
  async dump(@ServerId() id: number, @CrashId() crashId: number, @Req() request: Request, @Res() response: Response): Promise<void> {
    await sendFile(request, response, { ...(await this.crashes.dump(id, crashId)), cacheControl: 'no-store' });
  }

  @Delete(':crash_id')
  @ServerScope('servers.write')
  @Answers('Remove a report; files stay')
  async remove(@ServerId() id: number, @CrashId() crashId: number): Promise<object> {
    await this.crashes.remove(id, crashId);
    return {};
  }
}
