import { Body, Get, Headers, Param, Post, Put, Query, Res } from '@nestjs/common';
import { CurrentUser, may, type Principal, Scopes } from '@rumpus/auth';
import type { Response } from 'express';
import { z } from 'zod';
import { LanguardError } from '../errors.js';
import { Answers, AnswersFile } from '../http/answers.js';
import { Audited } from '../http/audit.interceptor.js';
import { actorOf } from '../http/caller.js';
import { ID, LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { QUERY_FLAG } from '../http/paging.js';
import { ConfigChangesService } from './config-changes.service.js';
import { ConfigPreviewService } from './config-preview.service.js';
import { CHANGED_CONFIG, CONFIG_PREVIEW, CONFIG_REVISION, CONFIG_SCHEMA, CONFIG_VIEW, type ChangedConfig, type ConfigPreview, type ConfigRevision, type ConfigView } from './config.dto.js';
import { ConfigService } from './config.service.js';
import { LANGUAGES, parametersIn } from './parameters/in-language.js';
import { type PARAMETERS, SECTIONS, type SectionName } from './parameters/sections.js';

const SECTION = z.enum(SECTIONS);
const ANY_OBJECT = z.record(z.string(), z.unknown());
const DRAFT = z.partialRecord(SECTION, ANY_OBJECT);
const PREVIEW = z.object({ reveal: QUERY_FLAG });
const IN_LANGUAGE = z.object({ language: z.enum(LANGUAGES).default('en') });

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
  @Answers('The configuration, without secrets', CONFIG_VIEW)
  async view(@ServerId() id: number, @Res({ passthrough: true }) response: Response): Promise<ConfigView> {
    const view = await this.changes.view(id);
    response.setHeader('ETag', `"${String(view.revision)}"`);
    return view;
  }

  @Get('preview')
  @ServerScope('servers.operate')
  @Answers('The files and the command line as they would be, with a diff; nothing is written', CONFIG_PREVIEW)
  preview(@CurrentUser() user: Principal, @ServerId() id: number, @Query({ schema: PREVIEW }) { reveal }: z.infer<typeof PREVIEW>): Promise<ConfigPreview> {
    if (reveal && !may(user, 'servers.write')) throw new LanguardError('FORBIDDEN', 'You have no right to see the passwords');
    return this.previews.preview(id, reveal, actorOf(user));
  }

  @Post('preview')
  @ServerScope('servers.write')
  @Answers('What changes would make of the files, compared with what is stored; nothing is written', CONFIG_PREVIEW)
  draft(@ServerId() id: number, @Body({ schema: DRAFT }) body: z.infer<typeof DRAFT>): Promise<ConfigPreview> {
    return this.previews.draft(id, body);
  }

  @Get('download/:filename')
  @Audited()
  @ServerScope('servers.write')
  @AnswersFile('A rendered file, or all of them as a zip')
  async download(@ServerId() id: number, @Param('filename') name: string, @Res() response: Response): Promise<void> {
    const content = await this.previews.download(id, name);
    response.attachment(name).type(name.endsWith('.zip') ? 'application/zip' : 'text/plain; charset=utf-8').send(content);
  }

  @Get('history')
  @ServerScope('servers.write')
  @Answers('All changes, newest first', z.array(CONFIG_REVISION))
  history(@ServerId() id: number): Promise<ConfigRevision[]> {
    return this.configs.history(id);
  }

  @Post('rollback/:revision')
  @ServerScope('servers.write')
  @Answers('Take all sections back to a revision', CHANGED_CONFIG)
  rollback(@CurrentUser() user: Principal, @ServerId() id: number, @Param('revision', { schema: ID }) revision: number): Promise<ChangedConfig> {
    return this.changes.rollback(id, revision, user.id, actorOf(user));
  }

  @Put(':section')
  @ServerScope('servers.write')
  @Answers('Change fields of one section; null takes a field back to the game’s default', CHANGED_CONFIG)
  async update(
    @CurrentUser() user: Principal,
    @ServerId() id: number,
    @Param('section', { schema: SECTION }) section: SectionName,
    @Body({ schema: ANY_OBJECT }) body: Record<string, unknown>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ChangedConfig> {
    const view = await this.changes.update(id, section, body, { authorId: user.id, expectedRevision: expected(ifMatch) }, actorOf(user));
    response.setHeader('ETag', `"${String(view.revision)}"`);
    return view;
  }
}

@LanguardController('api/config')
export class ConfigSchemaController {
  @Get('schema')
  @Scopes('servers.read')
  @Answers('Every parameter with type, range, default and meaning; forms are made from it', CONFIG_SCHEMA)
  schema(@Query({ schema: IN_LANGUAGE }) { language }: z.infer<typeof IN_LANGUAGE>): typeof PARAMETERS {
    return parametersIn(language);
  }
}
