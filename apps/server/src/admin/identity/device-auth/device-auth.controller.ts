import { Body, Get, Param, Post, Req } from '@nestjs/common';
import { ALL_SCOPES, callerOf, CsrfExempt, CurrentUser, DeviceFlowService, type Principal, Public, Scopes } from '@rumpus/auth';
import type { Request } from 'express';
import { z } from 'zod';

import { Answers, IdentityController } from '../routes.js';
import { scopeShape, wireTime, wireTimeOrNull } from '../wire.js';

const text = (max: number) => z.string().min(1).max(max);
const initBody = z.object({
  client_device_identifier: text(255),
  name: text(255),
  client: text(50),
  platform: z.string().max(50).nullish(),
  client_version: z.string().max(50).nullish(),
  requested_scopes: z.array(scopeShape).min(1).max(ALL_SCOPES.length),
});
const initShape = z.object({ device_code: z.string(), user_code: z.string(), verification_path: z.string(), verification_path_complete: z.string(), expires_in: z.int(), interval: z.int() });
const pendingShape = z.object({
  client_device_identifier: z.string(),
  name: z.string(),
  client: z.string(),
  platform: z.string().nullable(),
  client_version: z.string().nullable(),
  requested_scopes: z.array(z.string()),
  allowed_scopes: z.array(z.string()),
  expires_at: z.string(),
});
const approveBody = z.object({ user_code: text(32), approved_scopes: z.array(z.string().max(50)).min(1).max(100), device_name: z.string().max(255).nullish(), expires_in: z.string().max(20).nullish() });
const approveShape = z.object({ device_id: z.string(), device_name: z.string().nullable() });
const denyBody = z.object({ user_code: text(32) });
const pollBody = z.object({ device_code: z.string().max(128) });
const pollShape = z.object({ access_token: z.string(), device_id: z.string(), scopes: z.array(z.string()), expires_at: z.string().nullable() });

const PAIRING_PAGE = '/pair/device';

/** Devices without a keyboard (library-api spec §5.2). */
@IdentityController('auth/device', 'device-auth')
export class DeviceAuthController {
  constructor(private readonly flow: DeviceFlowService) {}

  @Post('init')
  @Public()
  @CsrfExempt()
  @Answers('device_auth_init', 'Begin: a code to show and a code to poll with', initShape, 201)
  async init(@Body({ schema: initBody }) body: z.infer<typeof initBody>, @Req() request: Request): Promise<z.infer<typeof initShape>> {
    const { client_device_identifier: clientDeviceIdentifier, name, client, requested_scopes: requestedScopes } = body;
    const begun = await this.flow.init({ clientDeviceIdentifier, name, client, platform: body.platform ?? null, clientVersion: body.client_version ?? null, requestedScopes }, callerOf(request));
    return {
      device_code: begun.deviceCode,
      user_code: begun.userCode,
      verification_path: PAIRING_PAGE,
      verification_path_complete: `${PAIRING_PAGE}?user_code=${begun.userCode}`,
      expires_in: begun.expiresIn,
      interval: begun.interval,
    };
  }

  @Get('pending/:user_code')
  @Scopes('me.read')
  @Answers('device_auth_pending', 'What a device asks for', pendingShape)
  async pending(@Param('user_code') userCode: string, @CurrentUser() caller: Principal): Promise<z.infer<typeof pendingShape>> {
    const { code, allowed } = await this.flow.pending(caller, userCode.slice(0, 64));
    return {
      client_device_identifier: code.clientDeviceIdentifier,
      name: code.name,
      client: code.client,
      platform: code.platform,
      client_version: code.clientVersion,
      requested_scopes: code.requestedScopes.toSorted(),
      allowed_scopes: allowed.toSorted(),
      expires_at: wireTime(code.expiresAt),
    };
  }

  @Post('approve')
  @Scopes('me.write')
  @Answers('device_auth_approve', 'Let a device in', approveShape)
  async approve(@Body({ schema: approveBody }) body: z.infer<typeof approveBody>, @CurrentUser() caller: Principal, @Req() request: Request): Promise<z.infer<typeof approveShape>> {
    const approval = { userCode: body.user_code, approvedScopes: body.approved_scopes, deviceName: body.device_name ?? undefined, expiresIn: body.expires_in };
    const device = await this.flow.approve(caller, approval, callerOf(request));
    return { device_id: device.id, device_name: device.name };
  }

  @Post('deny')
  @Scopes('me.write')
  @Answers('device_auth_deny', 'Turn a device away')
  async deny(@Body({ schema: denyBody }) body: z.infer<typeof denyBody>, @CurrentUser() caller: Principal, @Req() request: Request): Promise<null> {
    await this.flow.deny(caller, body.user_code, callerOf(request));
    return null;
  }

  @Post('token')
  @Public()
  @CsrfExempt()
  @Answers('device_auth_token', 'Poll; the token is given out once', pollShape)
  async poll(@Body({ schema: pollBody }) body: z.infer<typeof pollBody>, @Req() request: Request): Promise<z.infer<typeof pollShape>> {
    const { secret, token } = await this.flow.poll(body.device_code, callerOf(request));
    return { access_token: secret, device_id: token.deviceId ?? '', scopes: token.scopes, expires_at: wireTimeOrNull(token.expiresAt) };
  }
}
