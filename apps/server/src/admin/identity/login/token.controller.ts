import { Body, Post, Req, UseInterceptors } from '@nestjs/common';
import { NoFilesInterceptor } from '@nestjs/platform-express';
import { ApiConsumes } from '@nestjs/swagger';
import { callerOf, CsrfExempt, LimitedBy, LIMITS, OAuthTokenService, Public, type TokenPair } from '@rumpus/auth';
import { invalid } from '@rumpus/errors';
import type { Request } from 'express';
import { z } from 'zod';

import { Answers, IdentityController } from '../routes.js';

const word = z.string().max(8192).default('');

/** OAuth 2's form; client credentials are taken and not looked at (library-api spec §3.4). */
const tokenForm = z.object({ grant_type: z.string().max(100).default('password'), scope: word, username: word, password: word, refresh_token: word });

const tokenShape = z.object({ access_token: z.string(), refresh_token: z.string(), token_type: z.literal('bearer'), expires: z.int(), refresh_expires: z.int() });

/** Tokens for name and password or for a refresh token. */
@IdentityController('token', 'auth')
export class TokenController {
  constructor(private readonly tokens: OAuthTokenService) {}

  @Post()
  @Public()
  @CsrfExempt()
  @LimitedBy(LIMITS.token)
  @ApiConsumes('application/x-www-form-urlencoded', 'multipart/form-data')
  @UseInterceptors(NoFilesInterceptor({ limits: { fields: 20, fieldSize: 16_384 } }))
  @Answers('token', 'Issue an access and a refresh token', tokenShape)
  token(@Body({ schema: tokenForm }) form: z.infer<typeof tokenForm>, @Req() request: Request): Promise<TokenPair> {
    const from = callerOf(request);
    switch (form.grant_type) {
      case 'password':
        return this.tokens.passwordGrant(form.username, form.password, form.scope, from);
      case 'refresh_token':
        return this.tokens.refreshGrant(form.refresh_token, from);
      case 'client_credentials':
        throw invalid('Client credentials are not yet supported', 'grant_type');
      default:
        throw invalid('Invalid or unsupported grant type', 'grant_type');
    }
  }
}
