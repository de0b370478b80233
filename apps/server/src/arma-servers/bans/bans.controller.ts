import { Body, Delete, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CurrentUser, mayOn, PerObject, Scopes, type Principal } from '@rumpus/auth';
import type { Response } from 'express';
import { z } from 'zod';
import { Answers, AnswersFile, pageOf } from '../http/answers.js';
import { actorOf } from '../http/caller.js';
import { assertEverywhere } from '../http/everywhere.js';
import { ID, LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { BAN_IMPORT, BAN_SYNC, BAN_VIEW, CREATE_BAN, CREATE_BAN_EVERYWHERE, FIND_BANS, LISTED_BAN, type BanImport, type BanSync, type BanView, type CreateBan, type FindBans, type ListedBan } from './ban.dto.js';
import type { Page } from '../http/paging.js';
import { operatedServers } from '../servers/servers.controller.js';
import { BansService } from './bans.service.js';

const IMPORT = z.strictObject({ text: z.string().max(4_000_000) });

@LanguardController('api/servers/:id/bans')
export class ServerBansController {
  constructor(private readonly bans: BansService) {}

  @Get()
  @ServerScope('servers.operate')
  @Answers('Active bans, and those only the game knows', z.array(BAN_VIEW))
  list(@ServerId() id: number): Promise<BanView[]> {
    return this.bans.list(id);
  }

  @Post()
  @ServerScope('servers.operate')
  @Answers('Ban by GUID, address or Steam id, here or everywhere', BAN_VIEW, 201)
  create(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: CREATE_BAN }) body: CreateBan): Promise<BanView> {
    if (body.scope === 'all') assertEverywhere(user, 'servers.operate');
    return this.bans.create(id, body, actorOf(user));
  }

  @Post('sync')
  @ServerScope('servers.operate')
  @Answers('Compare with the game, both ways', BAN_SYNC)
  sync(@ServerId() id: number): Promise<BanSync> {
    return this.bans.sync(id);
  }

  @Delete(':ban_id')
  @ServerScope('servers.operate')
  @Answers('Lift a ban', BAN_VIEW)
  async lift(@CurrentUser() user: Principal, @ServerId() id: number, @Param('ban_id', { schema: ID }) banId: number): Promise<BanView> {
    if ((await this.bans.serverOf(banId)) === null) assertEverywhere(user, 'servers.operate');
    return this.bans.lift(id, banId, actorOf(user));
  }
}

@LanguardController('api/bans')
export class BansController {
  constructor(private readonly bans: BansService) {}

  @Get()
  @Scopes('servers.operate')
  @PerObject()
  @Answers('The bans of all servers the caller may see and those everywhere, newest first', pageOf(LISTED_BAN))
  list(@CurrentUser() user: Principal, @Query({ schema: FIND_BANS }) query: FindBans): Promise<Page<ListedBan>> {
    return this.bans.find(operatedServers(user), query);
  }

  @Post()
  @Scopes('servers.operate')
  @Answers('Ban by GUID, address or Steam id on all servers', BAN_VIEW, 201)
  create(@CurrentUser() user: Principal, @Body({ schema: CREATE_BAN_EVERYWHERE }) body: z.infer<typeof CREATE_BAN_EVERYWHERE>): Promise<BanView> {
    assertEverywhere(user, 'servers.operate');
    return this.bans.createEverywhere(body, actorOf(user));
  }

  @Delete(':ban_id')
  @Scopes('servers.operate')
  @PerObject()
  @Answers('Lift a ban, wherever it counts', BAN_VIEW)
  async lift(@CurrentUser() user: Principal, @Param('ban_id', { schema: ID }) banId: number): Promise<BanView> {
    const serverId = await this.bans.serverOf(banId);
    // Whoever may not lift it is not told either whether there is such a ban.
    if (serverId == null || !mayOn(user, 'servers.operate', 'server', serverId)) assertEverywhere(user, 'servers.operate');
    return this.bans.liftAnywhere(banId, actorOf(user));
  }

  @Get('export')
  @Scopes('servers.write')
  @AnswersFile('All active bans as bans.txt', 'text/plain')
  async export(@CurrentUser() user: Principal, @Res() response: Response): Promise<void> {
    assertEverywhere(user);
    response.attachment('bans.txt').type('text/plain; charset=utf-8').send(await this.bans.export());
  }

  @Post('import')
  @Scopes('servers.write')
  @Answers('Take in a bans.txt, for all servers', BAN_IMPORT)
  import(@CurrentUser() user: Principal, @Body({ schema: IMPORT }) body: z.infer<typeof IMPORT>): Promise<BanImport> {
    assertEverywhere(user);
    return this.bans.import(body.text, actorOf(user));
  }
}
