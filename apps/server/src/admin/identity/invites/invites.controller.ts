import { Body, Delete, Get, Param, Post, Query, Req } from '@nestjs/common';
import { callerOf, CurrentUser, demandUnnarrowed, type Invite, InviteService, Mailer, type Principal, Public, Scopes } from '@rumpus/auth';
import { invalid } from '@rumpus/errors';
import type { Request } from 'express';
import { z } from 'zod';

import { Answers, idParam, IdentityController } from '../routes.js';
import { AccountService } from '../users/account.service.js';
import { registrationBody } from '../users/user-forms.js';
import { type UserBody, userShape, wireTime } from '../wire.js';

const inviteQuery = z.object({
  role: z.string().max(50),
  expiration: z.string().max(20).optional(),
  permission_group_id: z.coerce.number().int().min(1).optional(),
  email: z.string().max(255).optional(),
});
const linkShape = z.object({ token: z.string(), url: z.string().nullable(), mailed: z.boolean() });
const inviteShape = z.object({ id: z.int(), role: z.string(), email: z.string().nullable(), permission_group_id: z.int().nullable(), created_by: z.int().nullable(), created_at: z.string(), expires_at: z.string() });
const listShape = z.object({ items: z.array(inviteShape), mail_enabled: z.boolean() });

/** Seconds as RomM takes them: anything that is no whole number is refused in its own words. */
const seconds = (text: string | undefined): number | undefined => {
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,9}$/u.test(text)) throw invalid('Invite link expiration must be a positive integer', 'expiration');
  return Number(text);
};

/** Invitations (library-api spec §4.3). */
@IdentityController('users', 'users')
export class InvitesController {
  constructor(
    private readonly invites: InviteService,
    private readonly accounts: AccountService,
    private readonly mailer: Mailer,
  ) {}

  @Post('invite-link')
  @Scopes('users.write')
  @Answers('create_invite_link', 'Make an invitation link', linkShape, 201)
  async create(@Query({ schema: inviteQuery }) query: z.infer<typeof inviteQuery>, @CurrentUser() caller: Principal, @Req() request: Request): Promise<z.infer<typeof linkShape>> {
    if (query.role === 'admin' || query.permission_group_id !== undefined) demandUnnarrowed(caller);
    return this.invites.create(caller, { role: query.role, expiration: seconds(query.expiration), permissionGroupId: query.permission_group_id, email: query.email }, callerOf(request));
  }

  @Post('register')
  @Public()
  @Answers('register_user', 'Make an account with an invitation', userShape, 201)
  async register(@Body({ schema: registrationBody }) body: z.infer<typeof registrationBody>, @Req() request: Request): Promise<UserBody> {
    return this.accounts.body(await this.invites.register(body, callerOf(request)));
  }

  @Get('invites')
  @Scopes('users.read')
  @Answers('get_invites', 'Invitations that can still be used', listShape)
  async list(): Promise<z.infer<typeof listShape>> {
    return { items: (await this.invites.list()).map(inviteBody), mail_enabled: this.mailer.enabled };
  }

  @Delete('invites/:id')
  @Scopes('users.write')
  @Answers('delete_invite', 'Take an invitation back')
  async revoke(@Param('id', { schema: idParam }) id: number, @CurrentUser() caller: Principal, @Req() request: Request): Promise<null> {
    await this.invites.revoke(caller, id, callerOf(request));
    return null;
  }
}

const inviteBody = ({ id, role, email, permissionGroupId, createdBy, createdAt, expiresAt }: Invite): z.infer<typeof inviteShape> => ({
  id,
  role,
  email,
  permission_group_id: permissionGroupId,
  created_by: createdBy,
  created_at: wireTime(createdAt),
  expires_at: wireTime(expiresAt),
});
