import { Body, Post, Req, Res } from '@nestjs/common';
import { AuthCookies, callerOf, LoginService, OidcService, Public, SESSION_COOKIE } from '@rumpus/auth';
import type { Request, Response } from 'express';
import { z } from 'zod';

import { Answers, IdentityController } from '../routes.js';
import { basicOf } from './basic-header.js';

/** The web UI sends an empty object; the dashboard adds the second factor's code. */
const loginBody = z.object({ code: z.string().max(64).optional() }).catch({});

/** Sign-in and sign-out of browsers (library-api spec §3.2). */
@IdentityController('', 'auth')
export class LoginController {
  constructor(
    private readonly logins: LoginService,
    private readonly oidc: OidcService,
    private readonly cookies: AuthCookies,
  ) {}

  @Post('login')
  @Public()
  @Answers('login', 'Begin a session; name and password come as Basic authorization')
  async login(@Req() request: Request, @Body({ schema: loginBody }) body: z.infer<typeof loginBody>, @Res({ passthrough: true }) response: Response): Promise<null> {
    const { secret } = await this.logins.withPassword({ ...basicOf(request), code: body.code, from: callerOf(request) });
    this.cookies.setSession(response, secret);
    return null;
  }

  @Post('logout')
  @Public()
  @Answers('logout', 'End the session', z.object({ oidc_logout_url: z.string() }).nullable())
  async logout(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<{ oidc_logout_url: string } | null> {
    const { oidcIdToken } = await this.logins.logout(this.cookies.read(request, SESSION_COOKIE), callerOf(request));
    this.cookies.clearSession(response);
    const url = await this.oidc.logoutUrl(oidcIdToken);
    return url === undefined ? null : { oidc_logout_url: url };
  }
}
