import { Controller, Get, Header, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MaybeUser, may, Public, type Principal } from '@rumpus/auth';
import type { Response } from 'express';
import { z } from 'zod';
import { Answers, AnswersBare } from '../http/answers.js';
import { EnvelopeInterceptor } from '../http/envelope.interceptor.js';
import { LanguardErrorFilter } from '../http/languard.filter.js';
import { SYSTEM_STATUS, type SystemStatus, SystemStatusService } from './system-status.service.js';

/** What supervisors and strangers may ask; the two probes answer without the envelope (arma-servers spec §1.1). */
@Controller('api/system')
@ApiTags('servers')
@UseFilters(LanguardErrorFilter)
export class SystemStatusController {
  constructor(private readonly system: SystemStatusService) {}

  /** As long as the process serves. */
  @Public()
  @AnswersBare('Whether the process serves', z.object({ status: z.literal('ok') }))
  @Get('health')
  @Header('Cache-Control', 'no-store')
  health(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Only when the database answers. */
  @Public()
  @AnswersBare('Whether the database answers; 503 while it does not', z.object({ status: z.enum(['ok', 'unavailable']) }))
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  async ready(@Res({ passthrough: true }) response: Response): Promise<{ status: 'ok' | 'unavailable' }> {
    const ready = await this.system.ready();
    response.status(ready ? 200 : 503);
    return { status: ready ? 'ok' : 'unavailable' };
  }

  @Public()
  @Get('status')
  @UseInterceptors(EnvelopeInterceptor)
  @Answers('How many servers there are and run; the host, the database and the queue for those who are signed in', SYSTEM_STATUS)
  status(@MaybeUser() user: Principal | undefined): Promise<SystemStatus> {
    return this.system.status(user !== undefined && may(user, 'servers.read'));
  }
}
