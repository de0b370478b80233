import { Body, Delete, Get, HttpCode, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { CurrentUser, Scopes, type Principal } from '@rumpus/auth';
import type { Response } from 'express';
import { z } from 'zod';
import { actorOf } from '../http/caller.js';
import { ID, LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { QUERY_FLAG } from '../http/paging.js';
import { CHANGE_MOD, ModsService, REGISTER_MOD, SERVER_MODS, type ModView, type ServerModView } from './mods.service.js';
import { PresetsService, type PresetReport } from './presets.service.js';

const PRESET = z.strictObject({ html: z.string().min(1).max(2 * 1024 * 1024) });
const APPLY = z.object({ apply: QUERY_FLAG, download: QUERY_FLAG });

@LanguardController('api/mods')
export class ModsController {
  constructor(private readonly mods: ModsService) {}

  @Get()
  @Scopes('servers.read')
  @ApiOperation({ summary: 'The mods of this host' })
  list(): Promise<ModView[]> {
    return this.mods.list();
  }

  @Post()
  @Scopes('servers.write')
  @ApiOperation({ summary: 'Register a mod’s folder' })
  register(@Body({ schema: REGISTER_MOD }) body: z.infer<typeof REGISTER_MOD>): Promise<ModView> {
    return this.mods.register(body);
  }

  @Post('scan')
  @HttpCode(200)
  @Scopes('servers.write')
  @ApiOperation({ summary: 'Find mod folders that are not registered' })
  scan(): Promise<object[]> {
    return this.mods.scan();
  }

  @Post('refresh')
  @HttpCode(200)
  @Scopes('servers.write')
  @ApiOperation({ summary: 'Look into all folders again' })
  refresh(): Promise<ModView[]> {
    return this.mods.refresh();
  }

  @Patch(':mid')
  @Scopes('servers.write')
  @ApiOperation({ summary: 'Change name or description' })
  change(@Param('mid', { schema: ID }) id: number, @Body({ schema: CHANGE_MOD }) body: z.infer<typeof CHANGE_MOD>): Promise<ModView> {
    return this.mods.change(id, body);
  }

  @Delete(':mid')
  @HttpCode(200)
  @Scopes('servers.write')
  @ApiOperation({ summary: 'Forget a mod that no server loads; its files stay' })
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
  @ApiOperation({ summary: 'The mods of a server in loading order' })
  list(@ServerId() id: number): Promise<ServerModView[]> {
    return this.mods.ofServer(id);
  }

  @Put()
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'Replace the list; it counts from the next start' })
  set(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: SERVER_MODS }) body: z.infer<typeof SERVER_MODS>): Promise<ServerModView[]> {
    return this.mods.setOfServer(id, body, actorOf(user));
  }

  @Get('preset.html')
  @ServerScope('servers.read')
  @ApiOperation({ summary: 'The client mods as a preset of the launcher' })
  async export(@ServerId() id: number, @Res() response: Response): Promise<void> {
    const { filename, html } = await this.presets.export(id);
    response.attachment(filename).type('text/html; charset=utf-8').send(html);
  }

  @Post('preset')
  @HttpCode(200)
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'Compare a launcher preset with the mods of this host; apply it, and download what is missing, if asked' })
  import(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: PRESET }) { html }: z.infer<typeof PRESET>, @Query({ schema: APPLY }) options: z.infer<typeof APPLY>): Promise<PresetReport> {
    return this.presets.import(id, html, options, actorOf(user));
  }
}
