import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Delete, Get, HttpCode, Param, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { LEVELS } from './line-parser.js';
import { SOURCES } from './log-feed.js';
import { LogsService, type LogFile, type LogFilter } from './logs.service.js';

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
  @ApiOperation({ summary: 'Stored entries, by cursor' })
  query(@ServerId() id: number, @Query({ schema: QUERY }) query: LogFilter): Promise<object> {
    return this.logs.query(id, query);
  }

  @Delete()
  @HttpCode(200)
  @ServerScope('servers.write')
  @ApiOperation({ summary: 'Remove the stored entries; the files stay' })
  async clear(@ServerId() id: number): Promise<{ deleted: number }> {
    return { deleted: await this.logs.clear(id) };
  }

  @Get('files')
  @ServerScope('servers.read')
  @ApiOperation({ summary: 'The log files on disk' })
  async files(@ServerId() id: number): Promise<LogFile[]> {
    return this.logs.files(id, (await this.servers.get(id)).log_path);
  }

  @Get('files/:name')
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'A log file, without passwords; `tail` gives its last lines' })
  async file(@ServerId() id: number, @Param('name') name: string, @Query({ schema: TAIL }) { tail }: z.infer<typeof TAIL>, @Res() response: Response): Promise<void> {
    const path = await this.logs.pathOf(id, name);
    response.attachment(name).type('text/plain; charset=utf-8');
    await pipeline(Readable.from(tail === undefined ? this.logs.lines(path) : [await this.logs.tail(path, tail)]), response);
  }
}
