import { Module } from '@nestjs/common';

import { AccessController } from './access/access.controller.js';
import { AccountController } from './account/account.controller.js';
import { AccountSecurityService } from './account/account-security.service.js';
import { UserAdminController } from './account/user-admin.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { DeviceAuthController } from './device-auth/device-auth.controller.js';
import { InvitesController } from './invites/invites.controller.js';
import { LanguardAuthController } from './languard/languard-auth.controller.js';
import { LanguardUsersService } from './languard/languard-users.service.js';
import { LoginController } from './login/login.controller.js';
import { PasswordController } from './login/password.controller.js';
import { TokenController } from './login/token.controller.js';
import { OidcController } from './oidc/oidc.controller.js';
import { PermissionsController } from './permissions/permissions.controller.js';
import { PermissionsHttpService } from './permissions/permissions-http.service.js';
import { ClientTokensController } from './tokens/client-tokens.controller.js';
import { AccountService } from './users/account.service.js';
import { AvatarService } from './users/avatar.service.js';
import { RawAssetsController } from './users/raw-assets.controller.js';
import { UsersController } from './users/users.controller.js';

/** The HTTP side of identity. Controllers with fixed paths come before those that take an id in the same place. */
@Module({
  controllers: [
    LoginController,
    OidcController,
    PasswordController,
    TokenController,
    InvitesController,
    AccountController,
    UsersController,
    RawAssetsController,
    UserAdminController,
    PermissionsController,
    ClientTokensController,
    DeviceAuthController,
    LanguardAuthController,
    AuditController,
    AccessController,
  ],
  providers: [AccountService, AccountSecurityService, AvatarService, LanguardUsersService, PermissionsHttpService],
})
export class IdentityModule {}
