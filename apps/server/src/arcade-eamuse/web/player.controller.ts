import { Body, Delete, Get, Param, Patch, Post, Put } from '@nestjs/common';
import { CurrentUser, type Principal, Scopes } from '@rumpus/auth';
import { z } from 'zod';

import { type PlayerView, PlayersService } from './players.service.js';
import { Answers, ArcadeController, cardParam, done, OK } from './routes.js';
import { playerShape } from './shapes.js';

const cardNumber = z.string().min(1).max(32);
const claimBody = z.strictObject({ card_number: cardNumber, pin: z.string().max(8) });
const cardBody = z.strictObject({ card_number: cardNumber });
const nameBody = z.strictObject({ name: z.string().max(64).nullable() });
const pinBody = z.strictObject({ old_pin: z.string().max(8), new_pin: z.string().max(8) });

/** A player's own cards and profiles. */
@ArcadeController('me')
export class ArcadePlayerController {
  constructor(private readonly players: PlayersService) {}

  @Get()
  @Scopes('arcade.read')
  @Answers('me', 'The caller as a player: cards and profiles', playerShape)
  async me(@CurrentUser() caller: Principal): Promise<PlayerView> {
    return this.players.view(await this.players.mine(caller.id));
  }

  @Post('claim')
  @Scopes('arcade.read')
  @Answers('claim', 'Connect this account with the player of a card, by its printed number and PIN', playerShape)
  claim(@CurrentUser() caller: Principal, @Body({ schema: claimBody }) body: z.infer<typeof claimBody>): Promise<PlayerView> {
    return this.players.claim(caller.id, body.card_number, body.pin);
  }

  @Post('cards')
  @Scopes('arcade.read')
  @Answers('add_card', 'Add a card nobody has used', playerShape, 201)
  addCard(@CurrentUser() caller: Principal, @Body({ schema: cardBody }) body: z.infer<typeof cardBody>): Promise<PlayerView> {
    return this.players.addCard(caller.id, body.card_number);
  }

  @Patch('cards/:card')
  @Scopes('arcade.read')
  @Answers('name_card', 'Give one of one\'s own cards a name; null takes it away', playerShape)
  nameCard(@CurrentUser() caller: Principal, @Param('card', { schema: cardParam }) card: string, @Body({ schema: nameBody }) body: z.infer<typeof nameBody>): Promise<PlayerView> {
    return this.players.nameCard(caller.id, card, body.name);
  }

  @Delete('cards/:card')
  @Scopes('arcade.read')
  @Answers('remove_card', 'Remove one of the caller\'s cards', playerShape)
  removeCard(@CurrentUser() caller: Principal, @Param('card', { schema: cardParam }) card: string): Promise<PlayerView> {
    return this.players.removeCard(caller.id, card);
  }

  @Put('pin')
  @Scopes('arcade.read')
  @Answers('change_pin', 'Change the PIN of the caller\'s cards', done)
  async changePin(@CurrentUser() caller: Principal, @Body({ schema: pinBody }) body: z.infer<typeof pinBody>): Promise<typeof OK> {
    await this.players.changePin(caller.id, body.old_pin, body.new_pin);
    return OK;
  }
}
