import { Body, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { CurrentUser, Scopes, type Principal } from '@rumpus/auth';
import type { Response } from 'express';
import { z } from 'zod';
import { actorOf } from '../http/caller.js';
import { assertEverywhere } from '../http/everywhere.js';
import { ID, LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { CREATE_BAN, type CreateBan } from './ban.dto.js';
import { BansService, type BanView } from './bans.service.js';

const IMPORT = z.strictObject({ text: z.string().max(4_000_000) });

@LanguardController('api/servers/:id/bans')
export class ServerBansController {
  constructor(private readonly bans: BansService) {}

  @Get()
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'Active bans, and those only the game knows' })
  list(@ServerId() id: number): Promise<BanView[]> {
    return this.bans.list(id);
  }

  @Post()
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'Ban by GUID, address or Steam id, here or everywhere' })
  create(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: CREATE_BAN }) body: CreateBan): Promise<BanView> {
    return this.bans.create(id, body, actorOf(user));
  }

  @Post('sync')
  @HttpCode(200)
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'Compare with the game, both ways' })
  sync(@ServerId() id: number): Promise<{ added_to_game: number; taken_in: number }> {
    return this.bans.sync(id);
  }

  @Delete(':ban_id')
  @HttpCode(200)
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'Lift a ban' })
  lift(@CurrentUser() user: Principal, @ServerId() id: number, @Param('ban_id', { schema: ID }) banId: number): Promise<BanView> {
    return this.bans.lift(id, banId, actorOf(user));
  }
}

@LanguardController('api/bans')
export class BansController {
  constructor(private readonly bans: BansService) {}

  @Get('export')
  @Scopes('servers.write')
  @ApiOperation({ summary: 'All active bans as bans.txt' })
  async export(@CurrentUser() user: Principal, @Res() response: Response): Promise<void> {
    assertEverywhere(user);
    response.attachment('bans.txt').type('text/plain; charset=utf-8').send(await this.bans.export());
  }

  @Post('import')
  @HttpCode(200)
  @Scopes('servers.write')
  @ApiOperation({ summary: 'Take in a bans.txt, for all servers' })
  import(@CurrentUser() user: Principal, @Body({ schema: IMPORT }) body: z.infer<typeof IMPORT>): Promise<object> {
    assertEverywhere(user);
    return this.bans.import(body.text, actorOf(user));
  }
}
