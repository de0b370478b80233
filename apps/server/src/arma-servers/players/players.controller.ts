import { Body, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { CurrentUser, mayOn, PerObject, Scopes, type Principal } from '@rumpus/auth';
import { z } from 'zod';
import { BAN_PLAYER, KICK, rconText, type BanPlayer } from '../bans/ban.dto.js';
import type { BanView } from '../bans/bans.service.js';
import { Answers, pageOf } from '../http/answers.js';
import { actorOf } from '../http/caller.js';
import { LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { PAGE, type Page } from '../http/paging.js';
import { visibleServers } from '../servers/servers.controller.js';
import type { ArmaPlayerHistory } from './player.entities.js';
import { PlayersService, SEEN_PLAYER, type SeenPlayer } from './players.service.js';

const NUMBER = z.coerce.number().int().min(0).max(100_000);
const GUID = z.string().regex(/^[0-9a-f]{32}$/);
const MESSAGE = z.strictObject({ message: rconText(255).min(1) });
const HISTORY = z.object({ ...PAGE, search: z.string().max(64).optional(), from: z.coerce.date().optional(), to: z.coerce.date().optional() });
const SEEN = z.object({ ...PAGE, search: z.string().max(64).optional() });
const NOTES = z.strictObject({ note: z.string().max(10_000), watch: z.boolean().default(false) });

@LanguardController('api/servers/:id/players')
export class PlayersController {
  constructor(private readonly players: PlayersService) {}

  @Get()
  @ServerScope('servers.read')
  @ApiOperation({ summary: 'Who is on the server; addresses only for staff' })
  list(@CurrentUser() user: Principal, @ServerId() id: number): Promise<object> {
    return this.players.list(id, mayOn(user, 'servers.operate', 'server', id));
  }

  @Get('history')
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'Who was on the server' })
  history(@ServerId() id: number, @Query({ schema: HISTORY }) query: z.infer<typeof HISTORY>): Promise<Page<ArmaPlayerHistory>> {
    return this.players.history(id, query);
  }

  @Post(':player_num/kick')
  @HttpCode(200)
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'Kick; with the GUID nobody else can be hit' })
  async kick(@CurrentUser() user: Principal, @ServerId() id: number, @Param('player_num', { schema: NUMBER }) number: number, @Body({ schema: KICK }) body: z.infer<typeof KICK>): Promise<object> {
    await this.players.kick(id, number, body, actorOf(user));
    return {};
  }

  @Post(':player_num/ban')
  @HttpCode(200)
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'Ban and kick' })
  ban(@CurrentUser() user: Principal, @ServerId() id: number, @Param('player_num', { schema: NUMBER }) number: number, @Body({ schema: BAN_PLAYER }) body: BanPlayer): Promise<BanView> {
    return this.players.ban(id, number, body, actorOf(user));
  }

  @Post(':player_num/message')
  @HttpCode(200)
  @ServerScope('servers.operate')
  @ApiOperation({ summary: 'Say something to one player' })
  async message(@ServerId() id: number, @Param('player_num', { schema: NUMBER }) number: number, @Body({ schema: MESSAGE }) { message }: z.infer<typeof MESSAGE>): Promise<object> {
    await this.players.message(id, number, message);
    return {};
  }
}

@LanguardController('api/players')
export class DossierController {
  constructor(private readonly players: PlayersService) {}

  @Get()
  @Scopes('servers.operate')
  @PerObject()
  @Answers('Everybody who was seen on servers the caller may see, the last one first', pageOf(SEEN_PLAYER))
  seen(@CurrentUser() user: Principal, @Query({ schema: SEEN }) query: z.infer<typeof SEEN>): Promise<Page<SeenPlayer>> {
    return this.players.seen(visibleServers(user), query);
  }

  @Get(':guid')
  @Scopes('servers.operate')
  @ApiOperation({ summary: 'Names, addresses, visits and notes of one BattlEye GUID' })
  dossier(@CurrentUser() user: Principal, @Param('guid', { schema: GUID }) guid: string): Promise<object> {
    return this.players.dossier(guid, visibleServers(user));
  }

  @Put(':guid/notes')
  @Scopes('servers.operate')
  @ApiOperation({ summary: 'Note something about a player' })
  notes(@CurrentUser() user: Principal, @Param('guid', { schema: GUID }) guid: string, @Body({ schema: NOTES }) body: z.infer<typeof NOTES>): Promise<object> {
    return this.players.setNote(guid, body, user.id);
  }
}
