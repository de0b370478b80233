import { Delete, Get, Param, Post, Req } from '@nestjs/common';
import { AdminOnly, callerOf, CurrentUser, demandUnnarrowed, PasswordResetService, type Principal, SessionService } from '@rumpus/auth';
import type { Request } from 'express';
import { z } from 'zod';

import { Answers, idParam, IdentityController } from '../routes.js';
import { wireTime } from '../wire.js';
import { resetLinkShape, sessionBody, sessionShape } from './account-shapes.js';
import { AccountSecurityService } from './account-security.service.js';

/** What administrators do about how others sign in. */
@IdentityController('users/:id', 'users')
export class UserAdminController {
  constructor(
    private readonly security: AccountSecurityService,
    private readonly sessions: SessionService,
    private readonly resets: PasswordResetService,
  ) {}

  @Get('sessions')
  @AdminOnly('users.read')
  @Answers('get_user_sessions', 'Where a user is signed in', z.array(sessionShape))
  async list(@Param('id', { schema: idParam }) id: number, @CurrentUser() caller: Principal): Promise<z.infer<typeof sessionShape>[]> {
    return (await this.sessions.list(id)).map((session) => sessionBody(session, caller.sessionId));
  }

  @Delete('sessions')
  @AdminOnly('users.write')
  @Answers('end_user_sessions', 'Sign a user out everywhere')
  endAll(@Param('id', { schema: idParam }) id: number, @CurrentUser() caller: Principal, @Req() request: Request): Promise<null> {
    return this.security.endSessions(caller, id, callerOf(request));
  }

  @Delete('sessions/:session_id')
  @AdminOnly('users.write')
  @Answers('end_user_session', 'Sign one session of a user out')
  end(@Param('id', { schema: idParam }) id: number, @Param('session_id', { schema: idParam }) sessionId: number, @CurrentUser() caller: Principal, @Req() request: Request): Promise<null> {
    return this.security.endSession(caller, id, sessionId, callerOf(request));
  }

  @Delete('second-factor')
  @AdminOnly('users.write')
  @Answers('disable_user_second_factor', 'Turn the second factor of a user off who lost it')
  disableSecondFactor(@Param('id', { schema: idParam }) id: number, @CurrentUser() caller: Principal, @Req() request: Request): Promise<null> {
    return this.security.disableOf(caller, id, callerOf(request));
  }

  @Post('password-reset-link')
  @AdminOnly('users.write')
  @Answers('create_password_reset_link', 'A one-time link to set a new password, to be passed on', resetLinkShape, 201)
  async resetLink(@Param('id', { schema: idParam }) id: number, @CurrentUser() caller: Principal, @Req() request: Request): Promise<z.infer<typeof resetLinkShape>> {
    demandUnnarrowed(caller);
    const { token, url, expiresAt } = await this.resets.link(caller, id, callerOf(request));
    return { token, url, expires_at: wireTime(expiresAt) };
  }
}
