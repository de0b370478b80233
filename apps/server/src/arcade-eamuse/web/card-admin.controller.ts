import { Body, Delete, Get, Param, Patch, Put, Query } from '@nestjs/common';
import { CurrentUser, type Principal, Scopes } from '@rumpus/auth';
import { z } from 'zod';

import { cardLineShape, listQuery, pageOf } from './admin-shapes.js';
import { PlayerAdminService } from './player-admin.service.js';
import { type CardLine, PlayerList } from './player-list.js';
import { demandNetwork } from './rights.js';
import { Answers, ArcadeController, bodyId, cardParam, done, OK, type Page } from './routes.js';

const nameBody = z.strictObject({ name: z.string().max(64).nullable() });
const moveBody = z.strictObject({ player: bodyId });

/** All cards, for those who run the network. */
@ArcadeController('cards')
export class CardAdminController {
  constructor(private readonly list: PlayerList, private readonly admin: PlayerAdminService) {}

  @Get()
  @Scopes('arcade.write')
  @Answers('card_list', 'Cards with their players, by card; searched as players are', pageOf(cardLineShape))
  async cards(@CurrentUser() caller: Principal, @Query({ schema: listQuery }) query: z.infer<typeof listQuery>): Promise<Page<CardLine>> {
    demandNetwork(caller);
    return { ...(await this.list.cards(query)), limit: query.limit, offset: query.offset };
  }

  @Patch(':card')
  @Scopes('arcade.write')
  @Answers('name_any_card', 'Give a card a name; null takes it away', done)
  async name(@CurrentUser() caller: Principal, @Param('card', { schema: cardParam }) card: string, @Body({ schema: nameBody }) body: z.infer<typeof nameBody>): Promise<typeof OK> {
    demandNetwork(caller);
    await this.admin.nameCard(caller, card, body.name);
    return OK;
  }

  @Put(':card/player')
  @Scopes('arcade.write')
  @Answers('move_card', 'Give a card to another player; what was played with it stays with the first', done)
  async move(@CurrentUser() caller: Principal, @Param('card', { schema: cardParam }) card: string, @Body({ schema: moveBody }) body: z.infer<typeof moveBody>): Promise<typeof OK> {
    demandNetwork(caller);
    await this.admin.moveCard(caller, card, body.player);
    return OK;
  }

  @Delete(':card')
  @Scopes('arcade.write')
  @Answers('delete_card', 'Take a card away from its player', done)
  async remove(@CurrentUser() caller: Principal, @Param('card', { schema: cardParam }) card: string): Promise<typeof OK> {
    demandNetwork(caller);
    await this.admin.removeCard(caller, card);
    return OK;
  }
}
