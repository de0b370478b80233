import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Req, UseFilters, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminOnly, BeforePasswordChange, callerOf, CsrfExempt, CurrentUser, LANGUARD_ROLES, LanguardAuthService, LimitedBy, LIMITS, mayOn, type Principal, Public, Scopes, WsTicketService } from '@rumpus/auth';
import { forbidden } from '@rumpus/errors';
import type { Request } from 'express';
import { z } from 'zod';

import { AccountSecurityService } from '../account/account-security.service.js';
import { Answers, bodyId, idParam } from '../routes.js';
import { LanguardEnvelope, LanguardErrorFilter } from './languard-envelope.js';
import { type LanguardUserBody, languardUserShape, LanguardUsersService, MIN_PASSWORD } from './languard-users.service.js';

// Unknown fields are refused here: silently dropping a misspelled one is the commonest complaint about panels.
const loginBody = z.strictObject({ username: z.string().min(1).max(64), password: z.string().min(1).max(1024), code: z.string().max(64).optional() });
const passwordBody = z.strictObject({ current_password: z.string().max(1024), new_password: z.string().max(1024) });
const serverIds = z.array(bodyId).max(1000).nullish();
const newUserBody = z.strictObject({ username: z.string().max(64), password: z.string().max(1024), role: z.enum(LANGUARD_ROLES), server_ids: serverIds, must_change_password: z.boolean().optional() });
const changesBody = z.strictObject({ role: z.enum(LANGUARD_ROLES).optional(), enabled: z.boolean().optional(), server_ids: serverIds, password: z.string().max(1024).optional(), must_change_password: z.boolean().optional() });
const ticketBody = z.strictObject({ server_id: z.union([bodyId, z.literal('all')]) });

const enveloped = (data: z.ZodType) => z.object({ success: z.literal(true), data, error: z.null() });
const tokenShape = z.object({ access_token: z.string(), token_type: z.literal('bearer'), expires_in: z.int(), user: languardUserShape });
const emptyShape = z.object({});
const ticketShape = z.object({ ticket: z.string(), expires_in: z.int() });

/** Sign-in and accounts in the words of the server manager's clients, on the same accounts (arma-servers spec §1.2). */
@Controller('api/auth')
@ApiTags('languard-auth')
@UseInterceptors(LanguardEnvelope)
@UseFilters(LanguardErrorFilter)
export class LanguardAuthController {
  constructor(
    private readonly languard: LanguardAuthService,
    private readonly users: LanguardUsersService,
    private readonly security: AccountSecurityService,
    private readonly tickets: WsTicketService,
  ) {}

  @Post('login')
  @Public()
  @CsrfExempt()
  @LimitedBy(LIMITS.languardAddress)
  @Answers('languard_login', 'Sign in; gives a bearer token', enveloped(tokenShape))
  async login(@Body({ schema: loginBody }) body: z.infer<typeof loginBody>, @Req() request: Request): Promise<z.infer<typeof tokenShape>> {
    const { token, expiresIn, user } = await this.languard.login(body.username, body.password, body.code, callerOf(request));
    return { access_token: token, token_type: 'bearer', expires_in: expiresIn, user: await this.users.body(user) };
  }

  @Post('logout')
  @Scopes()
  @BeforePasswordChange()
  @Answers('languard_logout', 'End the token', enveloped(emptyShape))
  async logout(@CurrentUser() caller: Principal, @Req() request: Request): Promise<Record<string, never>> {
    await this.languard.logout(caller, callerOf(request));
    return {};
  }

  @Get('me')
  @Scopes('me.read')
  @BeforePasswordChange()
  @Answers('languard_me', 'The account that is signed in', enveloped(languardUserShape))
  me(@CurrentUser() caller: Principal): Promise<LanguardUserBody> {
    return this.users.me(caller);
  }

  @Put('password')
  @Scopes('me.write')
  @BeforePasswordChange()
  @Answers('languard_password', 'Set a new password; all other tokens die', enveloped(emptyShape))
  async password(@Body({ schema: passwordBody }) body: z.infer<typeof passwordBody>, @CurrentUser() caller: Principal, @Req() request: Request): Promise<Record<string, never>> {
    await this.security.changePassword(caller, body.current_password, body.new_password, callerOf(request), MIN_PASSWORD);
    return {};
  }

  @Get('users')
  @AdminOnly('users.read')
  @Answers('languard_users', 'All accounts', enveloped(z.array(languardUserShape)))
  list(): Promise<LanguardUserBody[]> {
    return this.users.list();
  }

  @Post('users')
  @AdminOnly('users.write')
  @Answers('languard_add_user', 'Make an account', enveloped(languardUserShape), 201)
  create(@Body({ schema: newUserBody }) body: z.infer<typeof newUserBody>, @CurrentUser() caller: Principal, @Req() request: Request): Promise<LanguardUserBody> {
    return this.users.create(caller, body, callerOf(request));
  }

  @Patch('users/:id')
  @AdminOnly('users.write')
  @Answers('languard_change_user', 'Change an account', enveloped(languardUserShape))
  change(@Param('id', { schema: idParam }) id: number, @Body({ schema: changesBody }) body: z.infer<typeof changesBody>, @CurrentUser() caller: Principal, @Req() request: Request): Promise<LanguardUserBody> {
    return this.users.change(caller, id, body, callerOf(request));
  }

  @Delete('users/:id')
  @AdminOnly('users.write')
  @Answers('languard_delete_user', 'Remove an account', enveloped(emptyShape))
  remove(@Param('id', { schema: idParam }) id: number, @CurrentUser() caller: Principal, @Req() request: Request): Promise<Record<string, never>> {
    return this.users.remove(caller, id, callerOf(request));
  }

  @Post('ws-ticket')
  @Scopes('servers.read')
  @Answers('languard_ws_ticket', 'A one-time ticket that opens the WebSocket of a server', enveloped(ticketShape))
  ticket(@Body({ schema: ticketBody }) { server_id: id }: z.infer<typeof ticketBody>, @CurrentUser() caller: Principal): Promise<z.infer<typeof ticketShape>> {
    // "all" opens what the caller may see, worked out server by server when events are sent.
    if (id !== 'all' && !mayOn(caller, 'servers.read', 'server', id)) throw forbidden();
    return this.tickets.issue(caller, id);
  }
}
