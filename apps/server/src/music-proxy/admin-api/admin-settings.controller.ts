import { Body, Controller, Get, HttpCode, Post, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AdminOnly, Scopes } from '@rumpus/auth';
import type { z } from 'zod';
import { SettingsService } from '../settings/settings.service.js';
import { AdminSettingsService } from './admin-settings.service.js';
import { AdminUpstreamService } from './admin-upstream.service.js';
import { MusicAdminErrorFilter } from './music-admin-error.filter.js';
import * as dto from './settings.dto.js';

/** Settings of the music proxy and the server behind it (music-proxy spec §8). Only administrators change them: they hold others' credentials. */
@ApiTags('music admin')
@Scopes('music.read')
@UseFilters(MusicAdminErrorFilter)
@Controller('api/admin')
export class AdminSettingsController {
  constructor(
    private readonly service: AdminSettingsService,
    private readonly upstreams: AdminUpstreamService,
    private readonly changes: SettingsService,
  ) {}

  @Get('config')
  @ApiOperation({ operationId: 'getMusicConfig', summary: 'Settings in force; of secrets only whether they are set' })
  @ApiResponse({ status: 200, standardSchema: dto.configSchema })
  config(): dto.ConfigView {
    return this.service.config();
  }

  @Post('config')
  @AdminOnly('music.write')
  @HttpCode(200)
  @ApiOperation({ operationId: 'updateMusicConfig', summary: 'Change settings; all of them or, with the list of faults, none' })
  @ApiResponse({ status: 200, standardSchema: dto.updatedSchema })
  async update(@Body({ schema: dto.updateSchema }) { updates }: z.output<typeof dto.updateSchema>): Promise<z.output<typeof dto.updatedSchema>> {
    const updatedKeys = await this.changes.update(updates);
    return { message: 'The settings are in force', updatedKeys, requiresRestart: false };
  }

  @Get('settings')
  @ApiOperation({ operationId: 'listMusicSettings', summary: 'Every setting that can be changed here, with all a form needs' })
  @ApiResponse({ status: 200, standardSchema: dto.settingsSchema })
  list(): dto.SettingList {
    return this.service.list();
  }

  @Get('upstream')
  @ApiOperation({ operationId: 'getMusicUpstream', summary: 'The music server behind the proxy: whether it answers and what it can do' })
  @ApiResponse({ status: 200, standardSchema: dto.upstreamSchema })
  upstream(): Promise<dto.Upstream> {
    return this.upstreams.current();
  }

  @Post('upstream/test')
  @AdminOnly('music.write')
  @HttpCode(200)
  @ApiOperation({ operationId: 'testMusicUpstream', summary: 'Try an address, and an account if one is given, before it is stored' })
  @ApiResponse({ status: 200, standardSchema: dto.upstreamSchema })
  test(@Body({ schema: dto.upstreamTestSchema }) wanted: z.output<typeof dto.upstreamTestSchema>): Promise<dto.Upstream> {
    return this.upstreams.test(wanted);
  }
}
