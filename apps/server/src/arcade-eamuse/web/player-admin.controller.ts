import { Body, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CurrentUser, type Principal, Scopes } from '@rumpus/auth';
import { z } from 'zod';

import { accountShape, listQuery, pageOf, playerDetailShape, playerSummaryShape } from './admin-shapes.js';
import { ArcadesService } from './arcades.service.js';
import { type AuditView, NetworkService } from './network.service.js';
import { PlayerAdminService, type PlayerDetail } from './player-admin.service.js';
import { PlayerList, type PlayerSummary } from './player-list.js';
import { demandNetwork } from './rights.js';
import { amount, Answers, ArcadeController, bodyId, done, idParam, limitQuery, numberParam, numberQuery, OK, type Page, seriesParam } from './routes.js';
import { auditShape } from './shapes.js';

const playersQuery = listQuery.extend({ remote: z.enum(['true', 'false']).default('false').describe('Those too whom only another network knows') });
const pinBody = z.strictObject({ pin: z.string().max(8) });
const accountBody = z.strictObject({ username: z.string().min(1).max(255).nullable() });
const extidBody = z.strictObject({ extid: z.string().max(9).optional() });
const cardBody = z.strictObject({ card: z.string().min(1).max(32) });
const balanceBody = z.strictObject({ arcade: bodyId, amount });
const transactionsQuery = z.object({ limit: limitQuery(1000, 100), until: numberQuery.optional() });

/** Everybody who plays here, for those who run the network. */
@ArcadeController('players')
export class PlayerAdminController {
  constructor(private readonly list: PlayerList, private readonly admin: PlayerAdminService, private readonly arcades: ArcadesService, private readonly network: NetworkService) {}

  @Get()
  @Scopes('arcade.write')
  @Answers('player_list', 'Players, newest first; the text may be a card, a player number, a name in a game or an account', pageOf(playerSummaryShape))
  async players(@CurrentUser() caller: Principal, @Query({ schema: playersQuery }) query: z.infer<typeof playersQuery>): Promise<Page<PlayerSummary>> {
    demandNetwork(caller);
    return { ...(await this.list.players(query, query.remote === 'true')), limit: query.limit, offset: query.offset };
  }

  @Get(':id')
  @Scopes('arcade.write')
  @Answers('player_detail', 'One player: account, cards, profiles, numbers and PASELI', playerDetailShape)
  one(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number): Promise<PlayerDetail> {
    demandNetwork(caller);
    return this.admin.detail(id);
  }

  @Put(':id/pin')
  @Scopes('arcade.write')
  @Answers('reset_player_pin', 'Set a new PIN for the cards of a player', done)
  async pin(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Body({ schema: pinBody }) body: z.infer<typeof pinBody>): Promise<typeof OK> {
    demandNetwork(caller);
    await this.admin.resetPin(caller, id, body.pin);
    return OK;
  }

  @Put(':id/account')
  @Scopes('arcade.write')
  @Answers('player_account', 'Connect a player with an account, or with none', z.object({ account: accountShape.nullable() }))
  async account(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Body({ schema: accountBody }) body: z.infer<typeof accountBody>): Promise<Pick<PlayerDetail, 'account'>> {
    demandNetwork(caller);
    await this.admin.setAccount(caller, id, body.username);
    return { account: (await this.admin.detail(id)).account };
  }

  @Put(':id/extids/:series')
  @Scopes('arcade.write')
  @Answers('player_extid', 'Give a player another number in a series; without one in the body a new one is drawn', z.object({ extid: z.string() }))
  extid(
    @CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Param('series', { schema: seriesParam }) series: string, @Body({ schema: extidBody }) body: z.infer<typeof extidBody>,
  ): Promise<{ extid: string }> {
    demandNetwork(caller);
    return this.admin.setExtid(caller, id, series, body.extid);
  }

  @Post(':id/cards')
  @Scopes('arcade.write')
  @Answers('add_player_card', 'Give a card nobody has to a player', playerDetailShape, 201)
  async addCard(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Body({ schema: cardBody }) body: z.infer<typeof cardBody>): Promise<PlayerDetail> {
    demandNetwork(caller);
    await this.admin.addCard(caller, id, body.card);
    return this.admin.detail(id);
  }

  @Post(':id/balances')
  @Scopes('arcade.write')
  @Answers('adjust_player_balance', 'Give a player PASELI in an arcade, or take it with a negative amount', z.object({ balance: z.int() }))
  adjust(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Body({ schema: balanceBody }) body: z.infer<typeof balanceBody>): Promise<{ balance: number }> {
    demandNetwork(caller);
    return this.arcades.adjust(body.arcade, id, body.amount, 'admin adjustment', caller.id);
  }

  @Get(':id/transactions')
  @Scopes('arcade.write')
  @Answers('player_transactions', 'PASELI transactions of a player, newest first', z.array(auditShape))
  transactions(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Query({ schema: transactionsQuery }) query: z.infer<typeof transactionsQuery>): Promise<AuditView[]> {
    demandNetwork(caller);
    return this.network.audit({ userId: id, type: 'paseli_transaction', limit: query.limit, until: query.until });
  }

  @Delete(':id/profiles/:series/:version')
  @Scopes('arcade.write')
  @Answers('delete_profile', 'Delete a profile; scores stay, and the change in the answer can be undone', z.object({ change: z.int() }))
  deleteProfile(
    @CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Param('series', { schema: seriesParam }) series: string, @Param('version', { schema: numberParam }) version: number,
  ): Promise<{ change: number }> {
    demandNetwork(caller);
    return this.admin.deleteProfile(caller, id, series, version);
  }
}
