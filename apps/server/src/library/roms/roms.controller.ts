import { Body, Get, Param, Put, Query, Res } from '@nestjs/common';
import { CurrentUser, DownloadScopes, MaybeUser, Scopes, type Principal } from '@rumpus/auth';
import type { Response } from 'express';
import { z } from 'zod';
import { Answers, RommController } from '../shared/api.js';
import { pathId } from '../shared/query.js';
import { viewerOf } from '../shared/viewer.js';
import { pageJson } from './list/page-json.js';
import { RomListService } from './list/rom-list.service.js';
import { romFile, soundtrackFile, type RomFileDto, type SoundtrackFileDto } from './rom-file.dto.js';
import { byHashQuery, byProviderQuery, type ByHash, type ByProvider } from './rom-lookup.query.js';
import { RomPropsService } from './rom-props.service.js';
import { romListQuery, romScopeQuery, type RomListQuery, type RomScopeQuery } from './rom-query.js';
import { romPropsBody, romPropsQuery, romUser, type RomProps, type RomPropsQuery, type RomUserDto } from './rom-user.dto.js';
import { detailedRom, romFilters, romPage, simpleRom, type DetailedRom, type RomFilters, type SimpleRom } from './rom.dto.js';
import { RomsService } from './roms.service.js';

/** Games: lists, single games, notes (library-api spec §8, §9.4, §10.2). */
@RommController('roms')
export class RomsController {
  constructor(
    private readonly lists: RomListService,
    private readonly roms: RomsService,
    private readonly props: RomPropsService,
  ) {}

  @Get()
  @Scopes('roms.read')
  @Answers('listRoms', 'A page of games', romPage)
  async list(@Query({ schema: romListQuery }) query: RomListQuery, @CurrentUser() user: Principal, @Res() response: Response): Promise<void> {
    response.type('json').send(pageJson(await this.lists.page(query, viewerOf(user))));
  }

  @Get('identifiers')
  @Scopes('roms.read')
  @Answers('listRomIds', 'Ids of all games, by name', z.array(z.int()))
  async identifiers(@CurrentUser() user: Principal): Promise<readonly number[]> {
    return this.lists.identifiers(viewerOf(user));
  }

  @Get('random')
  @Scopes('roms.read')
  @Answers('randomRom', 'Any game of a part of the library', simpleRom.nullable())
  async random(@Query({ schema: romScopeQuery }) query: RomScopeQuery, @CurrentUser() user: Principal): Promise<SimpleRom | null> {
    return this.lists.random(query, viewerOf(user));
  }

  @Get('by-metadata-provider')
  @DownloadScopes('roms.read')
  @Answers('findRomByProvider', 'The game that a provider knows by an id', detailedRom)
  async byProvider(@Query({ schema: byProviderQuery }) query: ByProvider, @MaybeUser() user: Principal | undefined): Promise<DetailedRom> {
    return this.roms.byProvider(query, viewerOf(user));
  }

  @Get('by-hash')
  @DownloadScopes('roms.read')
  @Answers('findRomByHash', 'The game with a hash', detailedRom)
  async byHash(@Query({ schema: byHashQuery }) query: ByHash, @MaybeUser() user: Principal | undefined): Promise<DetailedRom> {
    return this.roms.byHash(query, viewerOf(user));
  }

  @Get('filters')
  @Scopes('roms.read')
  @Answers('listRomFilters', 'Values that games can be filtered by', romFilters)
  async filters(): Promise<RomFilters> {
    return this.lists.filters();
  }

  @Get(':id/simple')
  @DownloadScopes('roms.read')
  @Answers('getSimpleRom', 'One game as in a list, with its files', simpleRom)
  async simple(@Param('id', { schema: pathId }) id: number, @MaybeUser() user: Principal | undefined): Promise<SimpleRom> {
    return this.roms.simple(id, viewerOf(user));
  }

  @Get(':id/files')
  @Scopes('roms.read')
  @Answers('getRomFile', 'One file; the id is that of the file', romFile)
  async file(@Param('id', { schema: pathId }) id: number, @CurrentUser() user: Principal): Promise<RomFileDto> {
    return this.roms.file(id, viewerOf(user));
  }

  @Get(':id/soundtracks/metadata')
  @Scopes('roms.read')
  @Answers('listSoundtracks', 'The music of a game, in the order of its discs and tracks', z.array(soundtrackFile))
  async soundtracks(@Param('id', { schema: pathId }) id: number, @CurrentUser() user: Principal): Promise<SoundtrackFileDto[]> {
    return this.roms.soundtracks(id, viewerOf(user));
  }

  @Put([':id/props', ':id/user'])
  @Scopes('roms.user.write')
  @Answers('updateRomProps', 'Note something about a game', romUser)
  async updateProps(
    @Param('id', { schema: pathId }) id: number,
    @Query({ schema: romPropsQuery }) played: RomPropsQuery,
    @Body({ schema: romPropsBody }) body: RomProps,
    @CurrentUser() user: Principal,
  ): Promise<RomUserDto> {
    return this.props.update(id, body, played, viewerOf(user));
  }

  @Get(':id')
  @DownloadScopes('roms.read')
  @Answers('getRom', 'One game with all that belongs to it', detailedRom)
  async get(@Param('id', { schema: pathId }) id: number, @MaybeUser() user: Principal | undefined): Promise<DetailedRom> {
    return this.roms.detailed(id, viewerOf(user));
  }
}
