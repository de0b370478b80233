import { Controller, Get, HttpCode, Param, Post, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scopes } from '@rumpus/auth';
import type { z } from 'zod';
import { AdminProvidersService } from './admin-providers.service.js';
import * as dto from './admin.dto.js';
import { MusicAdminErrorFilter } from './music-admin-error.filter.js';

/** Providers: which there are, which are used in which order, how they are. Their settings are changed with the others. */
@ApiTags('music admin')
@Scopes('music.read')
@UseFilters(MusicAdminErrorFilter)
@Controller('api/admin/providers')
export class AdminProvidersController {
  constructor(private readonly providers: AdminProvidersService) {}

  @Get()
  @ApiOperation({ operationId: 'listMusicProviders', summary: 'Every provider, those in use first and in their order' })
  @ApiResponse({ status: 200, standardSchema: dto.providersSchema })
  list(): dto.ProviderList {
    return this.providers.list();
  }

  @Post(':name/test')
  @Scopes('music.write')
  @HttpCode(200)
  @ApiOperation({ operationId: 'testMusicProvider', summary: 'Ask a provider something cheap' })
  @ApiResponse({ status: 200, standardSchema: dto.probedSchema })
  async probe(@Param('name') name: string): Promise<z.output<typeof dto.probedSchema>> {
    return { message: 'The provider answers', ...(await this.providers.probe(name)) };
  }
}
