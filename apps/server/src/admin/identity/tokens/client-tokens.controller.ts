import { Body, Delete, Get, NotFoundException, Param, Post, Put, Req } from '@nestjs/common';
import { callerOf, ClientTokenService, CsrfExempt, CurrentUser, type Principal, Public, Scopes } from '@rumpus/auth';
import type { Request } from 'express';
import { z } from 'zod';

import { Answers, idParam, IdentityController } from '../routes.js';
import { scopeShape } from '../wire.js';
import { adminTokenBody, adminTokenShape, issuedBody, issuedShape, tokenBody, tokenShape } from './token-shapes.js';

const newTokenBody = z.object({ name: z.string().trim().min(1).max(255), scopes: z.array(scopeShape).min(1).max(100), expires_in: z.string().max(20).nullish() });
const pairShape = z.object({ code: z.string(), expires_in: z.int() });
const exchangeBody = z.object({ code: z.string().max(64) });

/** Client API tokens and their pairing codes (library-api spec §5.1). */
@IdentityController('client-tokens', 'client-tokens')
export class ClientTokensController {
  constructor(private readonly tokens: ClientTokenService) {}

  @Post()
  @Scopes('me.write')
  @Answers('create_client_token', 'Make a token; its secret is shown this once', issuedShape, 201)
  async create(@Body({ schema: newTokenBody }) body: z.infer<typeof newTokenBody>, @CurrentUser() caller: Principal, @Req() request: Request): Promise<z.infer<typeof issuedShape>> {
    return issuedBody(await this.tokens.create(caller, body.name, body.scopes, body.expires_in, callerOf(request)));
  }

  @Get()
  @Scopes('me.read')
  @Answers('get_client_tokens', 'Own tokens, newest first', z.array(tokenShape))
  async list(@CurrentUser() caller: Principal): Promise<z.infer<typeof tokenShape>[]> {
    return (await this.tokens.list(caller.id)).map(tokenBody);
  }

  @Get('all')
  @Scopes('users.read')
  @Answers('get_all_client_tokens', 'Tokens of all users', z.array(adminTokenShape))
  async listAll(): Promise<z.infer<typeof adminTokenShape>[]> {
    return (await this.tokens.listAll()).map(adminTokenBody);
  }

  @Get('pair/:code/status')
  @Public()
  @CsrfExempt()
  @Answers('get_pairing_status', 'Whether a pairing code still waits for its device (404 when not)')
  async status(@Param('code') code: string, @Req() request: Request): Promise<null> {
    if (!(await this.tokens.pairingOpen(code.slice(0, 64), callerOf(request)))) throw new NotFoundException();
    return null;
  }

  @Post('exchange')
  @Public()
  @CsrfExempt()
  @Answers('exchange_pairing_code', 'Get the token a pairing code stands for, with a new secret', issuedShape)
  async exchange(@Body({ schema: exchangeBody }) { code }: z.infer<typeof exchangeBody>, @Req() request: Request): Promise<z.infer<typeof issuedShape>> {
    return issuedBody(await this.tokens.exchange(code, callerOf(request)));
  }

  @Delete(':id')
  @Scopes('me.write')
  @Answers('delete_client_token', 'Revoke an own token')
  async revoke(@Param('id', { schema: idParam }) id: number, @CurrentUser() caller: Principal, @Req() request: Request): Promise<null> {
    await this.tokens.revoke(caller, id, caller.id, callerOf(request));
    return null;
  }

  @Delete(':id/admin')
  @Scopes('users.write')
  @Answers('admin_delete_client_token', 'Revoke anybody\'s token')
  async revokeAny(@Param('id', { schema: idParam }) id: number, @CurrentUser() caller: Principal, @Req() request: Request): Promise<null> {
    await this.tokens.revoke(caller, id, undefined, callerOf(request));
    return null;
  }

  @Put(':id/regenerate')
  @Scopes('me.write')
  @Answers('regenerate_client_token', 'Give a token a new secret; the old one dies', issuedShape)
  async regenerate(@Param('id', { schema: idParam }) id: number, @CurrentUser() caller: Principal, @Req() request: Request): Promise<z.infer<typeof issuedShape>> {
    return issuedBody(await this.tokens.regenerate(caller, id, callerOf(request)));
  }

  @Post(':id/pair')
  @Scopes('me.write')
  @Answers('pair_client_token', 'A code that hands the token to a device, good for one minute', pairShape)
  async pair(@Param('id', { schema: idParam }) id: number, @CurrentUser() caller: Principal, @Req() request: Request): Promise<z.infer<typeof pairShape>> {
    const { code, expiresIn } = await this.tokens.pair(caller, id, callerOf(request));
    return { code, expires_in: expiresIn };
  }
}
