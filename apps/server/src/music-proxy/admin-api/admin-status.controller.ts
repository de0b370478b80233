import { Controller, Delete, Get, HttpCode, Param, Post, Query, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scopes } from '@rumpus/auth';
import type { z } from 'zod';
import { MusicProxy } from '../music-proxy.js';
import type { RequestEntry } from '../surface/request-log.js';
import { AdminStatusService } from './admin-status.service.js';
import * as dto from './admin.dto.js';
import { MusicAdminErrorFilter } from './music-admin-error.filter.js';

/** The state of the music proxy (music-proxy spec §8). */
@ApiTags('music admin')
@Scopes('music.read')
@UseFilters(MusicAdminErrorFilter)
@Controller('api/admin')
export class AdminStatusController {
  constructor(
    private readonly service: AdminStatusService,
    private readonly proxy: MusicProxy,
  ) {}

  @Get('health')
  @ApiOperation({ operationId: 'getMusicHealth', summary: 'Whether the music admin answers' })
  @ApiResponse({ status: 200, standardSchema: dto.healthSchema })
  health(): z.output<typeof dto.healthSchema> {
    return { status: 'healthy', message: 'The music admin is up' };
  }

  @Get('status')
  @ApiOperation({ operationId: 'getMusicStatus', summary: 'Backend, providers with their health, downloads, mappings' })
  @ApiResponse({ status: 200, standardSchema: dto.statusSchema })
  status(): Promise<dto.Status> {
    return this.service.status();
  }

  @Get('config')
  @ApiOperation({ operationId: 'getMusicConfig', summary: 'Settings in force; of secrets only whether they are set' })
  @ApiResponse({ status: 200, standardSchema: dto.configSchema })
  config(): Record<string, unknown> {
    return this.service.settings();
  }

  @Get('memory-stats')
  @ApiOperation({ operationId: 'getMusicMemory', summary: 'Memory of the process' })
  @ApiResponse({ status: 200, standardSchema: dto.memorySchema })
  memory(): z.output<typeof dto.memorySchema> {
    return this.service.memory();
  }

  @Post('force-gc')
  @Scopes('music.write')
  @HttpCode(200)
  @ApiOperation({ operationId: 'collectMusicGarbage', summary: 'Collect garbage now, where Node allows it' })
  collect(): { MemoryFreedMB: number } {
    return this.service.collectGarbage();
  }

  @Get('search')
  @ApiOperation({ operationId: 'testMusicSearch', summary: 'Search the providers and see who gave what, and how fast' })
  @ApiResponse({ status: 200, standardSchema: dto.searchResultSchema })
  search(@Query({ schema: dto.searchQuerySchema }) { query, limit }: z.output<typeof dto.searchQuerySchema>): Promise<dto.SearchResult> {
    return this.service.search(query, limit);
  }

  @Post('providers/:name/test')
  @Scopes('music.write')
  @HttpCode(200)
  @ApiOperation({ operationId: 'testMusicProvider', summary: 'Ask a provider something cheap' })
  @ApiResponse({ status: 200, standardSchema: dto.messageSchema })
  async probe(@Param('name') name: string): Promise<{ message: string }> {
    await this.service.probe(name);
    return { message: 'The provider answers' };
  }

  @Get('squidwtf-base-url')
  @ApiOperation({ operationId: 'getMusicBaseUrl', summary: 'The hifi-api server in use' })
  @ApiResponse({ status: 200, standardSchema: dto.baseUrlSchema })
  baseUrl(): { baseUrl: string } {
    return { baseUrl: this.service.baseUrl() };
  }

  @Post('cache/clear')
  @Scopes('music.write')
  @HttpCode(200)
  @ApiOperation({ operationId: 'clearMusicCache', summary: 'Remove cached plays nobody listens to, and pictures' })
  @ApiResponse({ status: 200, standardSchema: dto.cacheClearedSchema })
  async clearCache(): Promise<z.output<typeof dto.cacheClearedSchema>> {
    return { message: 'The cache is empty', ...(await this.service.clearCache()) };
  }

  @Get('sessions')
  @ApiOperation({ operationId: 'listMusicSessions', summary: 'Players seen lately' })
  @ApiResponse({ status: 200, standardSchema: dto.sessionsSchema })
  sessions(): z.output<typeof dto.sessionsSchema> {
    return this.proxy.log.sessions();
  }

  @Get('requests')
  @ApiOperation({ operationId: 'listMusicRequests', summary: 'The last requests of players, newest first' })
  @ApiResponse({ status: 200, standardSchema: dto.requestSchema.array() })
  requests(@Query({ schema: dto.requestQuerySchema }) { limit }: z.output<typeof dto.requestQuerySchema>): RequestEntry[] {
    return this.proxy.log.recent(limit);
  }

  @Get('debug/endpoint-usage')
  @ApiOperation({ operationId: 'getMusicEndpointUsage', summary: 'How often each route was used' })
  @ApiResponse({ status: 200, standardSchema: dto.endpointUsageSchema })
  usage(@Query({ schema: dto.usageQuerySchema }) { top }: z.output<typeof dto.usageQuerySchema>): z.output<typeof dto.endpointUsageSchema> {
    return this.proxy.log.usage(top);
  }

  @Delete('debug/endpoint-usage')
  @Scopes('music.write')
  @ApiOperation({ operationId: 'clearMusicEndpointUsage', summary: 'Start counting anew' })
  @ApiResponse({ status: 200, standardSchema: dto.messageSchema })
  clearUsage(): { message: string } {
    this.proxy.log.clearUsage();
    return { message: 'Counting starts anew' };
  }
}
