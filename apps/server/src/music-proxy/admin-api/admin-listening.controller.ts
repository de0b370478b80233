import { Controller, Delete, Get, Query, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scopes } from '@rumpus/auth';
import type { z } from 'zod';
import { MusicProxy } from '../music-proxy.js';
import type { RequestEntry } from '../surface/request-log.js';
import { AdminListeningService } from './admin-listening.service.js';
import * as dto from './admin.dto.js';
import { MusicAdminErrorFilter } from './music-admin-error.filter.js';

/** Who listens to what, what players ask, and figures of the last days (music-proxy spec §8). */
@ApiTags('music admin')
@Scopes('music.read')
@UseFilters(MusicAdminErrorFilter)
@Controller('api/admin')
export class AdminListeningController {
  constructor(
    private readonly service: AdminListeningService,
    private readonly proxy: MusicProxy,
  ) {}

  @Get('now-playing')
  @ApiOperation({ operationId: 'listMusicNowPlaying', summary: 'What is playing, and what players have fetched ahead' })
  @ApiResponse({ status: 200, standardSchema: dto.nowPlayingSchema })
  nowPlaying(): Promise<dto.NowPlayingList> {
    return this.service.nowPlaying();
  }

  @Get('statistics')
  @ApiOperation({ operationId: 'getMusicStatistics', summary: 'Plays, searches, downloads and bytes by day and source; songs played most' })
  @ApiResponse({ status: 200, standardSchema: dto.statisticsSchema })
  statistics(@Query({ schema: dto.statisticsQuerySchema }) { days, top }: z.output<typeof dto.statisticsQuerySchema>): Promise<dto.Statistics> {
    return this.service.statistics(days, top);
  }

  @Get('sessions')
  @ApiOperation({ operationId: 'listMusicSessions', summary: 'Players seen lately' })
  @ApiResponse({ status: 200, standardSchema: dto.sessionsSchema })
  sessions(): z.output<typeof dto.sessionsSchema> {
    return this.proxy.log.sessions();
  }

  @Get('requests')
  @ApiOperation({ operationId: 'listMusicRequests', summary: 'The last requests of players, newest first, with hints about the player' })
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
