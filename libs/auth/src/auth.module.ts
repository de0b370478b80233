import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIG, type Config } from '@rumpus/config';

import { AuditLog } from './audit/audit-log.js';
import { AuditTrail } from './audit/audit-trail.js';
import { Authenticator } from './authenticate/authenticator.js';
import { CredentialService } from './authenticate/credential.service.js';
import { LoginService } from './authenticate/login.service.js';
import { ClaimService } from './claim/claim.service.js';
import { CsrfService } from './csrf/csrf.service.js';
import { DeviceAccessService } from './devices/device-access.service.js';
import { DeviceService } from './devices/device.service.js';
import { authEntities } from './entities.js';
import { ephemeralStoreProvider } from './ephemeral/ephemeral.provider.js';
import { EphemeralStore } from './ephemeral/ephemeral-store.js';
import { AuthGuard } from './guard/auth.guard.js';
import { AuthCookies } from './guard/cookies.js';
import { RouteInventory } from './guard/route-inventory.js';
import { Janitor } from './janitor.js';
import { RateLimiter } from './limits/rate-limiter.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { GroupSeeder } from './permissions/group-seeder.js';
import { PermissionAdminService } from './permissions/permission-admin.service.js';
import { RightsService } from './permissions/rights.service.js';
import { SecondFactorService } from './second-factor/second-factor.service.js';
import { AppPasswordService } from './second-factor/app-password.service.js';
import { SessionService } from './sessions/session.service.js';
import { IdentitySignals } from './signals/identity-signals.js';
import { ClientTokenService } from './tokens/client-token.service.js';
import { DeviceFlowService } from './device-flow/device-flow.service.js';
import { InviteService } from './invites/invite.service.js';
import { LanguardAuthService } from './languard/languard-auth.service.js';
import { Mailer } from './mail/mailer.js';
import { OidcAccounts } from './oidc/oidc-accounts.js';
import { OidcClient } from './oidc/oidc-client.js';
import { OidcService } from './oidc/oidc.service.js';
import { OAuthTokenService } from './oauth/oauth-token.service.js';
import { PasswordResetService } from './users/password-reset.service.js';
import { WsTicketService } from './languard/ws-ticket.service.js';
import { ClientTokenStore } from './tokens/client-token.store.js';
import { JWT_CODEC, JwtCodec } from './tokens/jwt.js';
import { UsersService } from './users/users.service.js';

/** What controllers and other libs inject. */
const services = [
  OidcService,
  WsTicketService,
  PasswordResetService,
  OAuthTokenService,
  Mailer,
  LanguardAuthService,
  InviteService,
  DeviceFlowService,
  ClientTokenService,
  AppPasswordService,
  AuditLog,
  AuthCookies,
  Authenticator,
  ClaimService,
  CredentialService,
  DeviceAccessService,
  DeviceService,
  IdentitySignals,
  LoginService,
  PermissionAdminService,
  RateLimiter,
  RightsService,
  RouteInventory,
  SecondFactorService,
  SessionService,
  UsersService,
];

/** Identity: who somebody is and what he may do. Puts the default-deny guard before every route and socket event. */
@Module({})
export class AuthModule {
  static forRoot(): DynamicModule {
    return {
      module: AuthModule,
      global: true,
      imports: [TypeOrmModule.forFeature(authEntities), DiscoveryModule],
      providers: [
        ...services,
        ClientTokenStore,
        CsrfService,
        GroupSeeder,
        Janitor,
        OidcAccounts,
        OidcClient,
        PasswordHasher,
        ephemeralStoreProvider,
        { provide: JWT_CODEC, inject: [CONFIG], useFactory: (config: Config) => new JwtCodec(Buffer.from(config.auth.jwtSecret)) },
        { provide: APP_GUARD, useClass: AuthGuard },
        { provide: APP_INTERCEPTOR, useClass: AuditTrail },
      ],
      exports: [...services, EphemeralStore, TypeOrmModule],
    };
  }
}
