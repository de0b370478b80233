import { Get, Head, Param, Req, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { CurrentUser, type Principal, Scopes } from '@rumpus/auth';
import { sendFile } from '@rumpus/storage';
import type { Request, Response } from 'express';
import { basename } from 'node:path';

import { IdentityController } from '../routes.js';
import { AvatarService } from './avatar.service.js';

/** Where RomM's first web UI and older companion apps still look for what `avatar_path` names (library-api spec §19). */
@IdentityController('raw/assets', 'users')
export class RawAssetsController {
  constructor(private readonly avatars: AvatarService) {}

  @Get('*path')
  @Scopes('assets.read')
  @ApiOperation({ operationId: 'get_raw_asset', summary: 'A picture of an account, or a file of the own folder, by its path' })
  async get(@Param('path') path: string | readonly string[], @CurrentUser() caller: Principal, @Req() request: Request, @Res() response: Response): Promise<void> {
    const relative = typeof path === 'string' ? path : path.join('/');
    const asset = await this.avatars.asset(relative, caller.id);
    await sendFile(request, response, { ...asset, fileName: basename(relative), cacheControl: 'private, no-cache', missing: 'Asset not found' });
  }

  @Head('*path')
  @Scopes('assets.read')
  @ApiOperation({ operationId: 'head_raw_asset', summary: 'What a raw asset would be' })
  async head(@Param('path') path: string | readonly string[], @CurrentUser() caller: Principal, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.get(path, caller, request, response);
  }
}
