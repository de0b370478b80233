import { Body, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CurrentUser, Scopes, type Principal } from '@rumpus/auth';
import { z } from 'zod';
import { Answers, RommController } from '../shared/api.js';
import { pathId } from '../shared/query.js';
import { viewerOf } from '../shared/viewer.js';
import { newPlatformBody, platformChangesBody, platformListQuery, platformSchema, type NewPlatform, type PlatformChanges, type PlatformDto, type PlatformListQuery } from './platform.dto.js';
import { PlatformsService } from './platforms.service.js';

/** Platforms (library-api spec §7). */
@RommController('platforms')
export class PlatformsController {
  constructor(private readonly platforms: PlatformsService) {}

  @Post()
  @Scopes('platforms.write')
  @Answers('createPlatform', 'Make the folder and the row of a platform', platformSchema, { status: 201 })
  async create(@Body({ schema: newPlatformBody }) body: NewPlatform, @CurrentUser() user: Principal): Promise<PlatformDto> {
    return this.platforms.create(body.fs_slug, viewerOf(user));
  }

  @Get()
  @Scopes('platforms.read')
  @Answers('listPlatforms', 'All platforms by name', z.array(platformSchema))
  async list(@Query({ schema: platformListQuery }) query: PlatformListQuery, @CurrentUser() user: Principal): Promise<PlatformDto[]> {
    return this.platforms.list(viewerOf(user), query.updated_after);
  }

  @Get('identifiers')
  @Scopes('platforms.read')
  @Answers('listPlatformIds', 'Ids of all platforms', z.array(z.int()))
  async identifiers(@CurrentUser() user: Principal): Promise<number[]> {
    return this.platforms.identifiers(viewerOf(user));
  }

  @Get('supported')
  @Scopes('platforms.read')
  @Answers('listSupportedPlatforms', 'Every platform there could be', z.array(platformSchema))
  async supported(@CurrentUser() user: Principal): Promise<PlatformDto[]> {
    return this.platforms.supported(viewerOf(user));
  }

  @Get('filesystem')
  @Scopes('platforms.read')
  @Answers('listFilesystemPlatforms', 'Folders in the library that are no platform yet', z.array(platformSchema))
  async onDisk(): Promise<PlatformDto[]> {
    return this.platforms.onDisk();
  }

  @Get(':id')
  @Scopes('platforms.read')
  @Answers('getPlatform', 'One platform', platformSchema)
  async get(@Param('id', { schema: pathId }) id: number, @CurrentUser() user: Principal): Promise<PlatformDto> {
    return this.platforms.get(id, viewerOf(user));
  }

  @Put(':id')
  @Scopes('platforms.write')
  @Answers('updatePlatform', 'Give a platform another name or a description', platformSchema)
  async update(@Param('id', { schema: pathId }) id: number, @Body({ schema: platformChangesBody }) body: PlatformChanges, @CurrentUser() user: Principal): Promise<PlatformDto> {
    return this.platforms.update(id, body, viewerOf(user));
  }

  @Delete(':id')
  @Scopes('platforms.write')
  @Answers('deletePlatform', 'Forget a platform and its games; files stay')
  async remove(@Param('id', { schema: pathId }) id: number, @CurrentUser() user: Principal): Promise<null> {
    await this.platforms.remove(id, user, viewerOf(user));
    return null;
  }
}
