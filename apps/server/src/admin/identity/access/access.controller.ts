import { Delete, Get, Param, Req } from '@nestjs/common';
import { AdminOnly, AppPasswordService, callerOf, CurrentUser, DeviceAccessService, DeviceService, type Principal, SessionService, UsersService } from '@rumpus/auth';
import type { Request } from 'express';
import { z } from 'zod';

import { AccountSecurityService } from '../account/account-security.service.js';
import { appPasswordBody, sessionBody } from '../account/account-shapes.js';
import { Answers, idParam, IdentityController, wordParam } from '../routes.js';
import { accessDeviceBody, ownedAppPasswordShape, ownedDeviceShape, ownedSessionShape } from './access-shapes.js';

/** Everybody's ways in, for administrators. Client tokens have routes of RomM's (`/api/client-tokens/all`). */
@IdentityController('access', 'access')
export class AccessController {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: SessionService,
    private readonly devices: DeviceService,
    private readonly deviceAccess: DeviceAccessService,
    private readonly appPasswords: AppPasswordService,
    private readonly security: AccountSecurityService,
  ) {}

  @Get('sessions')
  @AdminOnly('users.read')
  @Answers('get_all_sessions', 'Where people are signed in', z.array(ownedSessionShape))
  async listSessions(@CurrentUser() caller: Principal): Promise<z.infer<typeof ownedSessionShape>[]> {
    return this.#owned(await this.sessions.listAll(), (session) => sessionBody(session, caller.sessionId));
  }

  @Delete('sessions/:id')
  @AdminOnly('users.write')
  @Answers('end_any_session', 'Sign somebody out of one session')
  endSession(@Param('id', { schema: idParam }) id: number, @CurrentUser() caller: Principal, @Req() request: Request): Promise<null> {
    return this.security.endAnySession(caller, id, callerOf(request));
  }

  @Get('devices')
  @AdminOnly('users.read')
  @Answers('get_all_devices', 'Devices of all users', z.array(ownedDeviceShape))
  async listDevices(@CurrentUser() caller: Principal): Promise<z.infer<typeof ownedDeviceShape>[]> {
    return this.#owned(await this.devices.listAll(), (device) => accessDeviceBody(device, caller.deviceId));
  }

  @Delete('devices/:id')
  @AdminOnly('users.write')
  @Answers('remove_any_device', 'Remove a device with its tokens and sessions')
  async removeDevice(@Param('id', { schema: wordParam }) id: string, @CurrentUser() caller: Principal, @Req() request: Request): Promise<null> {
    await this.deviceAccess.remove(caller, id, undefined, callerOf(request));
    return null;
  }

  @Get('app-passwords')
  @AdminOnly('users.read')
  @Answers('get_all_app_passwords', 'App passwords of all users', z.array(ownedAppPasswordShape))
  async listAppPasswords(): Promise<z.infer<typeof ownedAppPasswordShape>[]> {
    return this.#owned(await this.appPasswords.listAll(), appPasswordBody);
  }

  @Delete('app-passwords/:id')
  @AdminOnly('users.write')
  @Answers('revoke_any_app_password', 'Revoke an app password of anybody')
  revokeAppPassword(@Param('id', { schema: idParam }) id: number, @CurrentUser() caller: Principal, @Req() request: Request): Promise<null> {
    return this.security.revokeAnyAppPassword(caller, id, callerOf(request));
  }

  async #owned<T extends { userId: number }, B>(rows: readonly T[], body: (row: T) => B): Promise<(B & { user_id: number; username: string })[]> {
    const names = new Map((await this.users.list()).map(({ id, username }) => [id, username]));
    return rows.flatMap((row) => {
      const username = names.get(row.userId);
      return username === undefined ? [] : [{ ...body(row), user_id: row.userId, username }];
    });
  }
}
