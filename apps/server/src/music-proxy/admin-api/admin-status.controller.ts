import { Controller, Get, HttpCode, Post, Query, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scopes } from '@rumpus/auth';
import type { z } from 'zod';
import { AdminStatusService } from './admin-status.service.js';
import * as dto from './admin.dto.js';
import { MusicAdminErrorFilter } from './music-admin-error.filter.js';
import { SearchTester } from './search-tester.js';

/** The state of the music proxy (music-proxy spec §8). */
@ApiTags('music admin')
@Scopes('music.read')
@UseFilters(MusicAdminErrorFilter)
@Controller('api/admin')
export class AdminStatusController {
  constructor(
    private readonly service: AdminStatusService,
    private readonly tester: SearchTester,
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
  @ApiOperation({ operationId: 'testMusicSearch', summary: 'Search as a client would: which source gave which row, how fast, and what a client would not see' })
  @ApiResponse({ status: 200, standardSchema: dto.searchResultSchema })
  search(@Query({ schema: dto.searchQuerySchema }) { query, limit }: z.output<typeof dto.searchQuerySchema>): Promise<dto.SearchResult> {
    return this.tester.search(query, limit);
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

  @Post('cache/sweep')
  @Scopes('music.write')
  @HttpCode(200)
  @ApiOperation({ operationId: 'sweepMusicCache', summary: 'Do now what is done every hour: remove plays that are old or above the quota, and what nobody stars any more' })
  @ApiResponse({ status: 200, standardSchema: dto.sweptSchema })
  sweep(): Promise<z.output<typeof dto.sweptSchema>> {
    return this.service.sweep();
  }

  @Get('cache')
  @ApiOperation({ operationId: 'getMusicCache', summary: 'Space: what is used, the quota, what the disk has left' })
  @ApiResponse({ status: 200, standardSchema: dto.cacheSchema })
  cache(): Promise<dto.CacheView> {
    return this.service.cache();
  }

  @Get('cache/users')
  @ApiOperation({ operationId: 'getMusicUserSpace', summary: 'Space by the users files were fetched for, and the quota of each' })
  @ApiResponse({ status: 200, standardSchema: dto.usersSchema })
  users(): Promise<dto.UserSpace> {
    return this.service.users();
  }
}
