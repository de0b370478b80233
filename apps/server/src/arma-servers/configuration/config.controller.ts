import { Body, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { CurrentUser, may, type Principal, Scopes } from '@rumpus/auth';
import type { Response } from 'express';
import { z } from 'zod';
import { LanguardError } from '../errors.js';
import { Audited } from '../http/audit.interceptor.js';
import { actorOf } from '../http/caller.js';
import { ID, LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { QUERY_FLAG } from '../http/paging.js';
import { ConfigChangesService } from './config-changes.service.js';
import { ConfigPreviewService, type ConfigPreview } from './config-preview.service.js';
import { ConfigService, type ConfigView } from './config.service.js';
import { PARAMETERS, SECTIONS, type SectionName } from './parameters/sections.js';

const SECTION = z.enum(SECTIONS);
const ANY_OBJECT = z.record(z.string(), z.unknown());
const DRAFT = z.partialRecord(SECTION, ANY_OBJECT);
const PREVIEW = z.object({ reveal: QUERY_FLAG });

/** The revision in `If-Match: "17"`, if the caller sent one. */
function expected(header: string | undefined): number | undefined {
  const match = /^"?(\d+)"?$/.exec(header ?? '');
  return match === null ? undefined : Number(match[1]);
}

@LanguardController('api/servers/:id/config')
export class ConfigController {
  constructor(
    private readonly configs: ConfigService,
    private readonly changes: ConfigChangesService,
    private readonly previews: ConfigPreviewService,
  ) {}

  @Get()
  @ServerScope('servers.read')
  @ApiOperation({ summary: 'The configuration, without secrets' })
  async view(@ServerId() id: number, @Res({ passthrough: true }) response: Response): Promise<ConfigView> {
    const view = await this.changes.view(id);
    response.setHeader('ETag', `"${String(view.revision)}"`);
    return view;
  }

  @Get('preview')
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'The files and the command line as they would be, with a diff; nothing is written' })
  preview(@CurrentUser() user: Principal, @ServerId() id: number, @Query({ schema: PREVIEW }) { reveal }: z.infer<typeof PREVIEW>): Promise<ConfigPreview> {
    if (reveal && !may(user, 'servers.write')) throw new LanguardError('FORBIDDEN', 'You have no right to see the passwords');
    return this.previews.preview(id, reveal, actorOf(user));
  }

  @Post('preview')
  @HttpCode(200)
  @ServerScope('servers.write')
  @ApiOperation({ summary: 'What changes would make of the files, compared with what is stored; nothing is written' })
  draft(@ServerId() id: number, @Body({ schema: DRAFT }) body: z.infer<typeof DRAFT>): Promise<ConfigPreview> {
    return this.previews.draft(id, body);
  }

  @Get('download/:filename')
  @Audited()
  @ServerScope('servers.write')
  @ApiOperation({ summary: 'A rendered file, or all of them as a zip' })
  async download(@ServerId() id: number, @Param('filename') name: string, @Res() response: Response): Promise<void> {
    const content = await this.previews.download(id, name);
    response.attachment(name).type(name.endsWith('.zip') ? 'application/zip' : 'text/plain; charset=utf-8').send(content);
  }

  @Get('history')
  @ServerScope('servers.write')
  @ApiOperation({ summary: 'All changes, newest first' })
  history(@ServerId() id: number): Promise<object[]> {
    return this.configs.history(id);
  }

  @Post('rollback/:revision')
  @HttpCode(200)
  @ServerScope('servers.write')
  @ApiOperation({ summary: 'Take all sections back to a revision' })
  rollback(@CurrentUser() user: Principal, @ServerId() id: number, @Param('revision', { schema: ID }) revision: number): Promise<ConfigView> {
    return this.changes.rollback(id, revision, user.id, actorOf(user));
  }

  @Put(':section')
  @ServerScope('servers.write')
  @ApiOperation({ summary: 'Change fields of one section; null takes a field back to the game’s default' })
  async update(
    @CurrentUser() user: Principal,
    @ServerId() id: number,
    @Param('section', { schema: SECTION }) section: SectionName,
    @Body({ schema: ANY_OBJECT }) body: Record<string, unknown>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ConfigView & { restart_required: boolean }> {
    const view = await this.changes.update(id, section, body, { authorId: user.id, expectedRevision: expected(ifMatch) }, actorOf(user));
    response.setHeader('ETag', `"${String(view.revision)}"`);
    return view;
  }
}

@LanguardController('api/config')
export class ConfigSchemaController {
  @Get('schema')
  @Scopes('servers.read')
  @ApiOperation({ summary: 'Every parameter with type, range, default and meaning; forms are made from it' })
  schema(): typeof PARAMETERS {
    return PARAMETERS;
  }
}
