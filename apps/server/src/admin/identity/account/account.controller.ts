import { Body, Delete, Get, Param, Post, Req } from '@nestjs/common';
import { AppPasswordService, BeforePasswordChange, callerOf, CurrentUser, DeviceAccessService, DeviceService, type Principal, Scopes, SessionService } from '@rumpus/auth';
import type { Request } from 'express';
import { z } from 'zod';

import { accessDeviceBody, accessDeviceShape } from '../access/access-shapes.js';
import { Answers, idParam, IdentityController, wordParam } from '../routes.js';
import {
  appPasswordBody, appPasswordShape, codeBody, enrolmentShape, namedBody, newAppPasswordShape, passwordBody, recoveryCodesShape, secondFactorShape, sessionBody, sessionShape,
} from './account-shapes.js';
import { AccountSecurityService } from './account-security.service.js';

/** How one signs in oneself: password, sessions, second factor, app passwords. */
@IdentityController('users/me', 'account')
export class AccountController {
  constructor(
    private readonly security: AccountSecurityService,
    private readonly sessions: SessionService,
    private readonly appPasswords: AppPasswordService,
    private readonly devices: DeviceService,
    private readonly deviceAccess: DeviceAccessService,
  ) {}

  @Post('password')
  @Scopes('me.write')
  @BeforePasswordChange()
  @Answers('change_own_password', 'Set a new password; other sessions and tokens for sign-in end')
  async changePassword(@Body({ schema: passwordBody }) body: z.infer<typeof passwordBody>, @CurrentUser() caller: Principal, @Req() request: Request): Promise<null> {
    await this.security.changePassword(caller, body.current_password, body.new_password, callerOf(request));
    return null;
  }

  @Get('sessions')
  @Scopes('me.read')
  @Answers('get_own_sessions', 'Where one is signed in', z.array(sessionShape))
  async listSessions(@CurrentUser() caller: Principal): Promise<z.infer<typeof sessionShape>[]> {
    return (await this.sessions.list(caller.id)).map((session) => sessionBody(session, caller.sessionId));
  }

  @Delete('sessions')
  @Scopes('me.write')
  @Answers('end_own_sessions', 'Sign out everywhere else')
  endSessions(@CurrentUser() caller: Principal, @Req() request: Request): Promise<null> {
    return this.security.endSessions(caller, caller.id, callerOf(request));
  }

  @Delete('sessions/:id')
  @Scopes('me.write')
  @Answers('end_own_session', 'Sign one session out')
  endSession(@Param('id', { schema: idParam }) id: number, @CurrentUser() caller: Principal, @Req() request: Request): Promise<null> {
    return this.security.endSession(caller, caller.id, id, callerOf(request));
  }

  @Get('devices')
  @Scopes('me.read')
  @Answers('get_own_devices', 'Browsers and handhelds one signed in with', z.array(accessDeviceShape))
  async listDevices(@CurrentUser() caller: Principal): Promise<z.infer<typeof accessDeviceShape>[]> {
    return (await this.devices.list(caller.id)).map((device) => accessDeviceBody(device, caller.deviceId));
  }

  @Delete('devices/:id')
  @Scopes('me.write')
  @Answers('remove_own_device', 'Remove a device with its tokens and sessions')
  async removeDevice(@Param('id', { schema: wordParam }) id: string, @CurrentUser() caller: Principal, @Req() request: Request): Promise<null> {
    await this.deviceAccess.remove(caller, id, caller.id, callerOf(request));
    return null;
  }

  @Get('second-factor')
  @Scopes('me.read')
  @Answers('get_second_factor', 'Whether the second factor is on', secondFactorShape)
  secondFactor(@CurrentUser() caller: Principal): Promise<z.infer<typeof secondFactorShape>> {
    return this.security.secondFactorStatus(caller);
  }

  @Post('second-factor/enrol')
  @Scopes('me.write')
  @Answers('enrol_second_factor', 'A secret for the authenticator app; nothing changes until it is confirmed', enrolmentShape)
  enrol(@CurrentUser() caller: Principal): Promise<z.infer<typeof enrolmentShape>> {
    return this.security.enrol(caller);
  }

  @Post('second-factor/confirm')
  @Scopes('me.write')
  @Answers('confirm_second_factor', 'Turn the second factor on with a first code; gives the recovery codes', recoveryCodesShape)
  confirm(@Body({ schema: codeBody }) { code }: z.infer<typeof codeBody>, @CurrentUser() caller: Principal, @Req() request: Request): Promise<z.infer<typeof recoveryCodesShape>> {
    return this.security.confirm(caller, code, callerOf(request));
  }

  @Post('second-factor/recovery-codes')
  @Scopes('me.write')
  @Answers('renew_recovery_codes', 'New recovery codes; the old ones are void', recoveryCodesShape)
  renew(@Body({ schema: codeBody }) { code }: z.infer<typeof codeBody>, @CurrentUser() caller: Principal, @Req() request: Request): Promise<z.infer<typeof recoveryCodesShape>> {
    return this.security.renewRecoveryCodes(caller, code, callerOf(request));
  }

  @Delete('second-factor')
  @Scopes('me.write')
  @Answers('disable_second_factor', 'Turn the second factor off with a code')
  disable(@Body({ schema: codeBody }) { code }: z.infer<typeof codeBody>, @CurrentUser() caller: Principal, @Req() request: Request): Promise<null> {
    return this.security.disable(caller, code, callerOf(request));
  }

  @Get('app-passwords')
  @Scopes('me.read')
  @Answers('get_app_passwords', 'Passwords of single devices', z.array(appPasswordShape))
  async listAppPasswords(@CurrentUser() caller: Principal): Promise<z.infer<typeof appPasswordShape>[]> {
    return (await this.appPasswords.list(caller.id)).map(appPasswordBody);
  }

  @Post('app-passwords')
  @Scopes('me.write')
  @Answers('create_app_password', 'Make a password for one device; it is shown this once', newAppPasswordShape, 201)
  async createAppPassword(@Body({ schema: namedBody }) { name }: z.infer<typeof namedBody>, @CurrentUser() caller: Principal, @Req() request: Request): Promise<z.infer<typeof newAppPasswordShape>> {
    const { row, secret } = await this.security.createAppPassword(caller, name, callerOf(request));
    return { ...appPasswordBody(row), password: secret };
  }

  @Delete('app-passwords/:id')
  @Scopes('me.write')
  @Answers('delete_app_password', 'Revoke the password of a device')
  revokeAppPassword(@Param('id', { schema: idParam }) id: number, @CurrentUser() caller: Principal, @Req() request: Request): Promise<null> {
    return this.security.revokeAppPassword(caller, id, callerOf(request));
  }
}
