import { Body, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CurrentUser, mayOn, PerObject, Scopes, type Principal } from '@rumpus/auth';
import { z } from 'zod';
import { BAN_PLAYER, BAN_VIEW, KICK, rconText, type BanPlayer, type BanView } from '../bans/ban.dto.js';
import { Answers, pageOf } from '../http/answers.js';
import { actorOf } from '../http/caller.js';
import { assertEverywhere } from '../http/everywhere.js';
import { LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { PAGE, QUERY_FLAG, type Page } from '../http/paging.js';
import { operatedServers } from '../servers/servers.controller.js';
import { DOSSIER, NOTE_VIEW, PLAYER_LIST, SEEN_PLAYER, VISIT, type Dossier, type NoteView, type PlayerList, type SeenPlayer, type Visit } from './player.dto.js';
import { PlayersService } from './players.service.js';

const NUMBER = z.coerce.number().int().min(0).max(100_000);
const GUID = z.string().regex(/^[0-9a-f]{32}$/);
const MESSAGE = z.strictObject({ message: rconText(255).min(1) });
const HISTORY = z.object({ ...PAGE, search: z.string().max(64).optional(), from: z.coerce.date().optional(), to: z.coerce.date().optional() });
const SEEN = z.object({ ...PAGE, search: z.string().max(64).optional(), server_id: z.coerce.number().int().positive().optional(), watch: QUERY_FLAG });
const NOTES = z.strictObject({ note: z.string().max(10_000), watch: z.boolean().default(false) });

@LanguardController('api/servers/:id/players')
export class PlayersController {
  constructor(private readonly players: PlayersService) {}

  @Get()
  @ServerScope('servers.read')
  @Answers('Who is on the server; addresses only for staff', PLAYER_LIST)
  list(@CurrentUser() user: Principal, @ServerId() id: number): Promise<PlayerList> {
    return this.players.list(id, mayOn(user, 'servers.operate', 'server', id));
  }

  @Get('history')
  @ServerScope('servers.operate')
  @Answers('Who was on the server', pageOf(VISIT))
  history(@ServerId() id: number, @Query({ schema: HISTORY }) query: z.infer<typeof HISTORY>): Promise<Page<Visit>> {
    return this.players.history(id, query);
  }

  @Post(':player_num/kick')
  @ServerScope('servers.operate')
  @Answers('Kick; with the GUID nobody else can be hit')
  async kick(@CurrentUser() user: Principal, @ServerId() id: number, @Param('player_num', { schema: NUMBER }) number: number, @Body({ schema: KICK }) body: z.infer<typeof KICK>): Promise<object> {
    await this.players.kick(id, number, body, actorOf(user));
    return {};
  }

  @Post(':player_num/ban')
  @ServerScope('servers.operate')
  @Answers('Ban and kick', BAN_VIEW)
  ban(@CurrentUser() user: Principal, @ServerId() id: number, @Param('player_num', { schema: NUMBER }) number: number, @Body({ schema: BAN_PLAYER }) body: BanPlayer): Promise<BanView> {
    if (body.scope === 'all') assertEverywhere(user, 'servers.operate');
    return this.players.ban(id, number, body, actorOf(user));
  }

  @Post(':player_num/message')
  @ServerScope('servers.operate')
  @Answers('Say something to one player')
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
    return this.players.seen(operatedServers(user), query);
  }

  @Get(':guid')
  @Scopes('servers.operate')
  @PerObject()
  @Answers('Names, addresses, visits and notes of one BattlEye GUID', DOSSIER)
  dossier(@CurrentUser() user: Principal, @Param('guid', { schema: GUID }) guid: string): Promise<Dossier> {
    return this.players.dossier(guid, operatedServers(user));
  }

  @Put(':guid/notes')
  @Scopes('servers.operate')
  @Answers('Note something about a player', NOTE_VIEW)
  notes(@CurrentUser() user: Principal, @Param('guid', { schema: GUID }) guid: string, @Body({ schema: NOTES }) body: z.infer<typeof NOTES>): Promise<NoteView> {
    return this.players.setNote(guid, body, user.id);
  }
}
