import { Module } from '@nestjs/common';

import { LoginController } from './login/login.controller.js';
import { PermissionsController } from './permissions/permissions.controller.js';
import { PermissionsHttpService } from './permissions/permissions-http.service.js';
import { AccountService } from './users/account.service.js';
import { AvatarService } from './users/avatar.service.js';
import { UsersController } from './users/users.controller.js';

/** The HTTP side of identity. */
@Module({
  controllers: [LoginController, UsersController, PermissionsController],
  providers: [AccountService, AvatarService, PermissionsHttpService],
})
export class IdentityModule {}
