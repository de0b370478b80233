export * from './scopes/scopes.js';
export * from './guard/decorators.js';
export * from './guard/principal.js';
export * from './permissions/vocabulary.js';
export { principalOf, requestPrincipal, setPrincipal } from './guard/request-principal.js';
export { AuthCookies, CSRF_COOKIE, SESSION_COOKIE } from './guard/cookies.js';
export { AuthModule } from './auth.module.js';
export { authEntities } from './entities.js';
export { AuditLog, type AuditAction, type AuditQuery, type AuditRecord } from './audit/audit-log.js';
export { AuditEntry } from './audit/audit-entry.entity.js';
export { Authenticator, type Identity, type Proofs, readBasic } from './authenticate/authenticator.js';
export { callerOf, type Caller } from './authenticate/caller.js';
export { CredentialService, type CredentialResult } from './authenticate/credential.service.js';
export { LoginService, type PasswordLogin } from './authenticate/login.service.js';
export { ClaimService } from './claim/claim.service.js';
export { Device } from './devices/device.entity.js';
export { DeviceAccessService } from './devices/device-access.service.js';
export { DeviceService, type PairedDevice } from './devices/device.service.js';
export { DatabaseEphemeralStore } from './ephemeral/database-ephemeral-store.js';
export { EphemeralRow } from './ephemeral/ephemeral.entity.js';
export { RedisEphemeralStore } from './ephemeral/redis-ephemeral-store.js';
export { EphemeralStore } from './ephemeral/ephemeral-store.js';
export { LIMITS, type RateLimit, RateLimiter } from './limits/rate-limiter.js';
export {
  type GroupFields,
  type GroupView,
  type HiddenThing,
  type HideTarget,
  PermissionAdminService,
  type UserPermissions,
} from './permissions/permission-admin.service.js';
export { type Rights, RightsService } from './permissions/rights.service.js';
export { AppPasswordService } from './second-factor/app-password.service.js';
export { AppPassword } from './second-factor/second-factor.entities.js';
export { SecondFactorService } from './second-factor/second-factor.service.js';
export { Session } from './sessions/session.entity.js';
export { SessionService } from './sessions/session.service.js';
export { type IdentitySignalMap, IdentitySignals } from './signals/identity-signals.js';
export { checkEmail, checkPassword, checkUsername } from './users/account-rules.js';
export { User } from './users/user.entity.js';
export { type NewUser, type UserChanges, UsersService, type UserUpdate } from './users/users.service.js';
export { DeviceCode } from './device-flow/device-code.entity.js';
export { type Approval, DeviceFlowService, type DeviceRequest } from './device-flow/device-flow.service.js';
export { Invite } from './invites/invite.entity.js';
export { InviteService, type NewInvite, type Registration } from './invites/invite.service.js';
export { checkLanguardName, LANGUARD_ROLES, LanguardAuthService, languardRole, type LanguardRole } from './languard/languard-auth.service.js';
export { WsTicketService } from './languard/ws-ticket.service.js';
export { Mailer } from './mail/mailer.js';
export { OAuthTokenService, type TokenPair } from './oauth/oauth-token.service.js';
export { ClientToken } from './tokens/client-token.entity.js';
export { ClientTokenService, type IssuedToken } from './tokens/client-token.service.js';
export { PasswordResetService } from './users/password-reset.service.js';
export { localPath } from './oidc/local-path.js';
export { OidcService } from './oidc/oidc.service.js';
export { type GuardedEntry, RouteInventory } from './guard/route-inventory.js';
