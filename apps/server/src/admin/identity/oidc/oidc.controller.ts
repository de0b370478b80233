import { Get, HttpException, Query, Req, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { AuthCookies, callerOf, OidcService, Public } from '@rumpus/auth';
import type { Request, Response } from 'express';

import { IdentityController } from '../routes.js';
import { originOf } from './origin.js';
import { signInProblem } from './sign-in-problem.js';

/** Sign-in through an OpenID provider (library-api spec §3.5). */
@IdentityController('', 'auth')
export class OidcController {
  constructor(
    private readonly oidc: OidcService,
    private readonly cookies: AuthCookies,
  ) {}

  @Get('login/openid')
  @Public()
  @ApiOperation({ operationId: 'login_via_openid', summary: 'Go to the sign-in provider' })
  async begin(@Query('next') next: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    this.#demandReady();
    try {
      const { url, browserMark } = await this.oidc.begin(this.cookies.readOidcMark(request), typeof next === 'string' ? next : undefined, originOf(request));
      this.cookies.setOidcMark(response, browserMark);
      response.redirect(302, url);
    } catch (error) {
      this.#sendBack(request, response, error);
    }
  }

  @Get('oauth/openid')
  @Public()
  @ApiOperation({ operationId: 'auth_openid', summary: 'Come back from the sign-in provider' })
  async finish(@Req() request: Request, @Res() response: Response): Promise<void> {
    this.#demandReady();
    const query = new URL(request.originalUrl, 'http://local.invalid').searchParams;
    try {
      const { secret, next } = await this.oidc.finish(query, this.cookies.readOidcMark(request), callerOf(request));
      this.cookies.setSession(response, secret);
      response.redirect(307, next);
    } catch (error) {
      this.#sendBack(request, response, error);
    }
  }

  /** A person at a browser is shown what happened on the sign-in page; a program gets the error. */
  #sendBack(request: Request, response: Response, error: unknown): void {
    const page = signInProblem(request, error);
    if (page === undefined) throw error;
    response.redirect(302, page);
  }

  /** RomM answers these two as faults of the server, with a `detail`. */
  #demandReady(): void {
    if (this.oidc.state === 'off') throw new HttpException({ detail: 'OAuth disabled' }, 500);
    if (this.oidc.state === 'unconfigured') throw new HttpException({ detail: 'OAuth not configured' }, 500);
  }
}
