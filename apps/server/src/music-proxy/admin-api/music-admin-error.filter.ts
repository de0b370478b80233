import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Response } from 'express';
import { SettingsRefused } from '../settings/settings.service.js';
import { rommAnswer } from '../../http/romm-error.filter.js';

/** Errors of the music admin: a status and `{error, details?}` (music-proxy spec §8). */
@Catch()
export class MusicAdminErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('music admin');

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) return void response.destroy();
    if (error instanceof SettingsRefused) return void response.status(422).json({ error: error.message, details: error.faults });
    const answer = rommAnswer(error);
    if (!answer) this.logger.error(error);
    const { status, body, headers } = answer ?? { status: 500, body: { detail: 'Internal error' }, headers: {} };
    const detail = typeof body === 'string' ? body : body.detail;
    response.status(status).set(headers).json(typeof detail === 'string' ? { error: detail } : { error: 'The request is not valid', details: detail });
  }
}
