import { Body, Delete, Get, Headers, Param, Post, Put, Req, Res, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { ApiBody, ApiConsumes, ApiOperation } from '@nestjs/swagger';
import { AuthCookies, BeforePasswordChange, callerOf, CurrentUser, MaybeUser, type Principal, Public, Scopes } from '@rumpus/auth';
import { sendFile } from '@rumpus/storage';
import type { Request, Response } from 'express';
import { z } from 'zod';

import { Answers, idParam, IdentityController } from '../routes.js';
import { type UserBody, userShape } from '../wire.js';
import { AccountService } from './account.service.js';
import { changesOf, newUserBody, userForm } from './user-forms.js';

const AVATAR_LIMIT = 5 * 1024 * 1024;

/** Accounts (library-api spec §4). */
@IdentityController('users', 'users')
export class UsersController {
  constructor(
    private readonly accounts: AccountService,
    private readonly cookies: AuthCookies,
  ) {}

  @Post()
  @Public()
  @Answers('add_user', 'Make an account; the first one needs the claim code, later ones the scope users.write', userShape, 201)
  create(
    @Body({ schema: newUserBody }) { claim_code, must_change_password: mustChangePassword, ...fields }: z.infer<typeof newUserBody>,
    @Headers('x-claim-code') code: string | undefined,
    @MaybeUser() caller: Principal | undefined,
    @Req() request: Request,
  ): Promise<UserBody> {
    return this.accounts.create({ ...fields, mustChangePassword }, caller, claim_code ?? code, callerOf(request));
  }

  @Get()
  @Scopes('users.read')
  @Answers('get_users', 'All accounts', z.array(userShape))
  list(): Promise<UserBody[]> {
    return this.accounts.list();
  }

  @Get('identifiers')
  @Scopes('users.read')
  @Answers('get_user_identifiers', 'Ids of all accounts', z.array(z.int()))
  ids(): Promise<number[]> {
    return this.accounts.ids();
  }

  @Get('me')
  @Scopes('me.read')
  @BeforePasswordChange()
  @Answers('get_current_user', 'The account that is signed in', userShape)
  me(@CurrentUser() caller: Principal): Promise<UserBody> {
    return this.accounts.me(caller);
  }

  @Get(':id')
  @Scopes('users.read')
  @Answers('get_user', 'One account', userShape)
  get(@Param('id', { schema: idParam }) id: number): Promise<UserBody> {
    return this.accounts.get(id);
  }

  @Get(':id/avatar')
  @Scopes('assets.read')
  @ApiOperation({ operationId: 'get_user_avatar', summary: 'The picture of an account' })
  async avatar(@Param('id', { schema: idParam }) id: number, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { path, contentType, disposition } = await this.accounts.avatar(id);
    await sendFile(request, response, { path, contentType, disposition, fileName: 'avatar', cacheControl: 'private, no-cache', missing: 'Avatar not found' });
  }

  @Put(':id')
  @Scopes('me.write')
  @BeforePasswordChange()
  @ApiConsumes('multipart/form-data', 'application/x-www-form-urlencoded')
  @ApiBody({ schema: { type: 'object', properties: { username: { type: 'string' }, password: { type: 'string' }, email: { type: 'string' }, role: { type: 'string' }, enabled: { type: 'boolean' }, must_change_password: { type: 'boolean' }, ra_username: { type: 'string' }, ui_settings: { type: 'string' }, avatar: { type: 'string', format: 'binary' } } } })
  @UseInterceptors(FileInterceptor('avatar', { limits: { fileSize: AVATAR_LIMIT, files: 1, fields: 20, fieldSize: 1_000_000 } }))
  @Answers('update_user', 'Change an account: one\'s own, or any as administrator', userShape)
  async update(
    @Param('id', { schema: idParam }) id: number,
    @Body({ schema: userForm }) form: z.infer<typeof userForm>,
    @UploadedFile() avatar: { buffer: Buffer } | undefined,
    @CurrentUser() caller: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<UserBody> {
    const { body, signedOut } = await this.accounts.update(caller, id, changesOf(form), avatar?.buffer, callerOf(request));
    if (signedOut && caller.via === 'session') this.cookies.clearSession(response);
    return body;
  }

  @Delete(':id')
  @Scopes('users.write')
  @Answers('delete_user', 'Remove an account and what belongs to it')
  remove(@Param('id', { schema: idParam }) id: number, @CurrentUser() caller: Principal, @Req() request: Request): Promise<null> {
    return this.accounts.remove(caller, id, callerOf(request));
  }
}
