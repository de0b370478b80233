import { Body, Delete, Get, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { CurrentUser, Scopes, type Principal } from '@rumpus/auth';
import type { Response } from 'express';
import { z } from 'zod';
import { Answers, AnswersFile } from '../http/answers.js';
import { actorOf } from '../http/caller.js';
import { ID, LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { QUERY_FLAG } from '../http/paging.js';
import { CHANGE_MOD, FOUND_MOD, MOD_VIEW, PRESET_REPORT, REGISTER_MOD, SERVER_MOD_VIEW, SERVER_MODS, type FoundMod, type ModView, type PresetReport, type ServerModView } from './mod.dto.js';
import { ModsService } from './mods.service.js';
import { PresetsService } from './presets.service.js';

const PRESET = z.strictObject({ html: z.string().min(1).max(2 * 1024 * 1024) });
const APPLY = z.object({ apply: QUERY_FLAG, download: QUERY_FLAG });

@LanguardController('api/mods')
export class ModsController {
  constructor(private readonly mods: ModsService) {}

  @Get()
  @Scopes('servers.read')
  @Answers('The mods of this host', z.array(MOD_VIEW))
  list(): Promise<ModView[]> {
    return this.mods.list();
  }

  @Post()
  @Scopes('servers.write')
  @Answers('Register a mod’s folder', MOD_VIEW, 201)
  register(@Body({ schema: REGISTER_MOD }) body: z.infer<typeof REGISTER_MOD>): Promise<ModView> {
    return this.mods.register(body);
  }

  @Post('scan')
  @Scopes('servers.write')
  @Answers('Find mod folders that are not registered', z.array(FOUND_MOD))
  scan(): Promise<FoundMod[]> {
    return this.mods.scan();
  }

  @Post('refresh')
  @Scopes('servers.write')
  @Answers('Look into all folders again', z.array(MOD_VIEW))
  refresh(): Promise<ModView[]> {
    return this.mods.refresh();
  }

  @Patch(':mid')
  @Scopes('servers.write')
  @Answers('Change name or description', MOD_VIEW)
  change(@Param('mid', { schema: ID }) id: number, @Body({ schema: CHANGE_MOD }) body: z.infer<typeof CHANGE_MOD>): Promise<ModView> {
    return this.mods.change(id, body);
  }

  @Delete(':mid')
  @Scopes('servers.write')
  @Answers('Forget a mod that no server loads; its files stay')
  async remove(@Param('mid', { schema: ID }) id: number): Promise<object> {
    await this.mods.remove(id);
    return {};
  }
}

@LanguardController('api/servers/:id/mods')
export class ServerModsController {
  constructor(
    private readonly mods: ModsService,
    private readonly presets: PresetsService,
  ) {}

  @Get()
  @ServerScope('servers.read')
  @Answers('The mods of a server in loading order', z.array(SERVER_MOD_VIEW))
  list(@ServerId() id: number): Promise<ServerModView[]> {
    return this.mods.ofServer(id);
  }

  @Put()
  @ServerScope('servers.operate')
  @Answers('Replace the list; it counts from the next start', z.array(SERVER_MOD_VIEW))
  set(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: SERVER_MODS }) body: z.infer<typeof SERVER_MODS>): Promise<ServerModView[]> {
    return this.mods.setOfServer(id, body, actorOf(user));
  }

  @Get('preset.html')
  @ServerScope('servers.read')
  @AnswersFile('The client mods as a preset of the launcher', 'text/html')
  async export(@ServerId() id: number, @Res() response: Response): Promise<void> {
    const { filename, html } = await this.presets.export(id);
    response.attachment(filename).type('text/html; charset=utf-8').send(html);
  }

  @Post('preset')
  @ServerScope('servers.operate')
  @Answers('Compare a launcher preset with the mods of this host; apply it, and download what is missing, if asked', PRESET_REPORT)
  import(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: PRESET }) { html }: z.infer<typeof PRESET>, @Query({ schema: APPLY }) options: z.infer<typeof APPLY>): Promise<PresetReport> {
    return this.presets.import(id, html, options, actorOf(user));
  }
}
