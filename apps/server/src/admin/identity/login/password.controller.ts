import { Body, Post, Req } from '@nestjs/common';
import { callerOf, PasswordResetService, Public } from '@rumpus/auth';
import type { Request } from 'express';
import { z } from 'zod';

import { Answers, IdentityController } from '../routes.js';

const forgotBody = z.object({ username: z.string().max(1000) });
const resetBody = z.object({ token: z.string().max(4000), new_password: z.string().max(1000) });

/** Forgotten passwords (library-api spec §3.6). */
@IdentityController('', 'auth')
export class PasswordController {
  constructor(private readonly resets: PasswordResetService) {}

  @Post('forgot-password')
  @Public()
  @Answers('request_password_reset', 'Ask for a link to set a new password')
  async forgot(@Body({ schema: forgotBody }) { username }: z.infer<typeof forgotBody>, @Req() request: Request): Promise<null> {
    await this.resets.forgot(username, callerOf(request));
    return null;
  }

  @Post('reset-password')
  @Public()
  @Answers('reset_password', 'Set a new password with the token of a link')
  async reset(@Body({ schema: resetBody }) { token, new_password }: z.infer<typeof resetBody>, @Req() request: Request): Promise<null> {
    await this.resets.reset(token, new_password, callerOf(request));
    return null;
  }
}
