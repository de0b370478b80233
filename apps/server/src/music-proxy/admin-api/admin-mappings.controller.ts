import { Body, Controller, Delete, Get, Param, Post, Query, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scopes } from '@rumpus/auth';
import type { z } from 'zod';
import { AdminMappingsService } from './admin-mappings.service.js';
import * as dto from './admin.dto.js';
import { MusicAdminErrorFilter } from './music-admin-error.filter.js';

/** Which track of one provider is played for a track of another, and the list of doubtful ones. */
@ApiTags('music admin')
@Scopes('music.read')
@UseFilters(MusicAdminErrorFilter)
@Controller('api/admin/mappings')
export class AdminMappingsController {
  constructor(private readonly mappings: AdminMappingsService) {}

  @Get()
  @ApiOperation({ operationId: 'listMusicMappings', summary: 'Mappings, newest first; state=review is the list to look at' })
  @ApiResponse({ status: 200, standardSchema: dto.mappingPageSchema })
  list(@Query({ schema: dto.mappingQuerySchema }) query: z.output<typeof dto.mappingQuerySchema>): Promise<dto.MappingPage> {
    return this.mappings.list(query);
  }

  @Get('stats')
  @ApiOperation({ operationId: 'getMusicMappingStats', summary: 'How many of each state' })
  @ApiResponse({ status: 200, standardSchema: dto.mappingStatsSchema })
  stats(): Promise<z.output<typeof dto.mappingStatsSchema>> {
    return this.mappings.stats();
  }

  @Post()
  @Scopes('music.write')
  @ApiOperation({ operationId: 'decideMusicMapping', summary: 'Decide by hand; nothing overrules it' })
  @ApiResponse({ status: 201, standardSchema: dto.mappingSchema })
  decide(@Body({ schema: dto.decisionSchema }) decision: z.output<typeof dto.decisionSchema>): Promise<dto.Mapping> {
    return this.mappings.decide(decision);
  }

  @Delete(':id')
  @Scopes('music.write')
  @ApiOperation({ operationId: 'deleteMusicMapping', summary: 'Forget a mapping; the track is matched anew' })
  @ApiResponse({ status: 200, standardSchema: dto.removedSchema })
  async remove(@Param('id', { schema: dto.idParamSchema }) id: number): Promise<z.output<typeof dto.removedSchema>> {
    await this.mappings.delete(id);
    return { success: true, message: 'The mapping is forgotten' };
  }
}
