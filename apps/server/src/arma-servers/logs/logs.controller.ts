import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Delete, Get, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Answers, AnswersFile } from '../http/answers.js';
import { LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { LEVELS, SOURCES } from './levels.js';
import { LOG_FILE, LOG_PAGE, LogsService, type LogFile, type LogFilter, type LogPage } from './logs.service.js';

/** `?level=error&level=critical` or `?level=error,critical`. */
const LEVEL_LIST = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : value.split(',')))
  .pipe(z.array(z.enum(LEVELS)))
  .optional();

const QUERY = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
  cursor: z.coerce.number().int().min(0).optional(),
  level: LEVEL_LIST,
  since: z.coerce.date().optional(),
  until: z.coerce.date().optional(),
  search: z.string().max(200).optional(),
  session_id: z.uuid().optional(),
  source: z.enum(SOURCES).optional(),
  order: z.enum(['asc', 'desc']).default('desc'),
});
const TAIL = z.object({ tail: z.coerce.number().int().min(1).max(10_000).optional() });

@LanguardController('api/servers/:id/logs')
export class LogsController {
  constructor(
    private readonly logs: LogsService,
    private readonly servers: ServersRepository,
  ) {}

  @Get()
  @ServerScope('servers.read')
  @Answers('Stored entries, by cursor', LOG_PAGE)
  query(@ServerId() id: number, @Query({ schema: QUERY }) query: LogFilter): Promise<LogPage> {
    return this.logs.query(id, query);
  }

  @Delete()
  @ServerScope('servers.write')
  @Answers('Remove the stored entries; the files stay', z.object({ deleted: z.int() }))
  async clear(@ServerId() id: number): Promise<{ deleted: number }> {
    return { deleted: await this.logs.clear(id) };
  }

  @Get('files')
  @ServerScope('servers.read')
  @Answers('The log files on disk', z.array(LOG_FILE))
  async files(@ServerId() id: number): Promise<LogFile[]> {
    return this.logs.files(id, (await this.servers.get(id)).log_path);
  }

  @Get('files/:name')
  @ServerScope('servers.operate')
  @AnswersFile('A log file, without passwords; `tail` gives its last lines', 'text/plain')
  async file(@ServerId() id: number, @Param('name') name: string, @Query({ schema: TAIL }) { tail }: z.infer<typeof TAIL>, @Res() response: Response): Promise<void> {
    const path = await this.logs.pathOf(id, name);
    response.attachment(name).type('text/plain; charset=utf-8');
    await pipeline(Readable.from(tail === undefined ? this.logs.lines(path) : [await this.logs.tail(path, tail)]), response);
  }
}
