import { flag, int, list, text, url } from '../kinds.js';
import { section, setting } from '../setting.js';
import { path } from './server.js';

/** Sign-in, sessions and tokens. */
export const auth = section('Sign-in, sessions, tokens and keys. Keys are made at the first start; set them only to share them between instances.', {
  claimCode: setting(text({ min: 8, max: 128 }), { env: 'CLAIM_CODE', secret: true, doc: 'What the first admin must show. Made, printed until the claim and the same on all instances when unset.' }),
  jwtSecret: setting(text({ min: 16 }), {
    env: 'AUTH_JWT_SECRET',
    aliases: ['ROMM_AUTH_SECRET_KEY'],
    generated: { file: 'jwt-secret', bytes: 32 },
    doc: 'Signs access and refresh tokens.',
  }),
  sessionSecret: setting(text({ min: 16 }), { env: 'AUTH_SESSION_SECRET', generated: { file: 'session-secret', bytes: 32 }, doc: 'Signs CSRF tokens and cookies.' }),
  encryptionKey: setting(text({ pattern: /^([0-9a-fA-F]{64}|[A-Za-z0-9+/]{43}=|[A-Za-z0-9_-]{43}=?)$/, allowed: '32 bytes as hex (64 digits) or base64' }), {
    env: 'ENCRYPTION_KEY',
    aliases: ['LSM_ENCRYPTION_KEY'],
    generated: { file: 'encryption-key', bytes: 32 },
    doc: 'Encrypts secrets at rest (AES-256-GCM).',
  }),
  sessionMaxAge: setting(int(60, 31_536_000), { env: 'SESSION_MAX_AGE_SECONDS', default: 1_209_600, unit: 'seconds', doc: 'A session ends after this time without use.' }),
  sessionSecureCookie: setting(flag(), { env: 'SESSION_SECURE_COOKIE', aliases: ['ROMM_SESSION_SECURE_COOKIE'], default: false, doc: 'Send cookies over HTTPS only.' }),
  accessTokenSeconds: setting(int(30, 86_400), { env: 'OAUTH_ACCESS_TOKEN_EXPIRE_SECONDS', default: 1800, unit: 'seconds', doc: 'Life of an access token.' }),
  refreshTokenSeconds: setting(int(60, 31_536_000), { env: 'OAUTH_REFRESH_TOKEN_EXPIRE_SECONDS', default: 604_800, unit: 'seconds', doc: 'Life of a refresh token.' }),
  inviteSeconds: setting(int(60, 31_536_000), { env: 'INVITE_TOKEN_EXPIRY_SECONDS', default: 600, unit: 'seconds', doc: 'Life of an invite link.' }),
  disableCsrf: setting(flag(), { env: 'DISABLE_CSRF_PROTECTION', default: false, doc: 'Switch the CSRF check off. Only for tests of clients.' }),
  disablePasswordLogin: setting(flag(), { env: 'DISABLE_USERPASS_LOGIN', default: false, doc: 'Hide the password form (sign in by OIDC only).' }),
  disableDownloadAuth: setting(flag(), { env: 'DISABLE_DOWNLOAD_ENDPOINT_AUTH', default: false, doc: 'Let anyone download games without signing in.' }),
  rateLimitFactor: setting(int(1, 10_000), {
    env: 'AUTH_RATE_LIMIT_FACTOR',
    default: 1,
    doc: 'Multiplies every limit on sign-in, token, pairing and reset routes. For houses behind one shared address, and for tests; 1 is right for most.',
  }),
  kioskMode: setting(flag(), { env: 'KIOSK_MODE', default: false, doc: 'Visitors who are not signed in may look around.' }),
});

/** Single sign-on. */
export const oidc = section('OpenID Connect.', {
  enabled: setting(flag(), { env: 'OIDC_ENABLED', default: false, doc: 'Offer sign-in through an OpenID provider.' }),
  autologin: setting(flag(), { env: 'OIDC_AUTOLOGIN', default: false, doc: 'Go to the provider at once instead of showing the form.' }),
  allowRegistration: setting(flag(), { env: 'OIDC_ALLOW_REGISTRATION', default: true, doc: 'Make an account for a person who signs in for the first time.' }),
  provider: setting(text(), { env: 'OIDC_PROVIDER', doc: 'Name of the provider on the button.' }),
  clientId: setting(text(), { env: 'OIDC_CLIENT_ID', doc: 'Client id at the provider.' }),
  clientSecret: setting(text(), { env: 'OIDC_CLIENT_SECRET', secret: true, doc: 'Client secret at the provider.' }),
  redirectUri: setting(url(), { env: 'OIDC_REDIRECT_URI', doc: 'Redirect address registered at the provider; from BASE_URL when unset.' }),
  serverApplicationUrl: setting(url(), { env: 'OIDC_SERVER_APPLICATION_URL', doc: "The provider's issuer; its discovery document is used." }),
  serverMetadataUrl: setting(url(), { env: 'OIDC_SERVER_METADATA_URL', doc: 'Address of the discovery document, when it is not at the usual place.' }),
  endSessionEndpoint: setting(url(), { env: 'OIDC_END_SESSION_ENDPOINT', doc: 'Overrides the logout address of the discovery document.' }),
  rpInitiatedLogout: setting(flag(), { env: 'OIDC_RP_INITIATED_LOGOUT', default: false, doc: 'Signing out here signs out at the provider too.' }),
  postLogoutRedirectUri: setting(url(), { env: 'OIDC_POST_LOGOUT_REDIRECT_URI', doc: 'Where the provider sends people after signing out; must be registered there. Not sent when unset.' }),
  usernameAttribute: setting(text(), { env: 'OIDC_USERNAME_ATTRIBUTE', default: 'preferred_username', doc: 'Claim that names a new user.' }),
  claimRoles: setting(text(), { env: 'OIDC_CLAIM_ROLES', doc: 'Claim that holds roles or groups.' }),
  roleViewer: setting(text(), { env: 'OIDC_ROLE_VIEWER', doc: 'Role at the provider that makes a user here; * for anyone.' }),
  roleEditor: setting(text(), { env: 'OIDC_ROLE_EDITOR', doc: 'Another role at the provider that makes a user here.' }),
  claimGroups: setting(text(), { env: 'OIDC_CLAIM_GROUPS', doc: 'Claim that holds the groups OIDC_GROUP_MAP speaks of; OIDC_CLAIM_ROLES when unset.' }),
  groupMap: setting(list(text({ pattern: /^[^=]+=[^=]+$/, allowed: 'theirs=ours' })), {
    env: 'OIDC_GROUP_MAP',
    default: [],
    doc: "Groups of the provider and the permission groups they lead to, as 'theirs=ours'; the first that fits counts, people in none of them are in the default group.",
  }),
  roleAdmin: setting(text(), { env: 'OIDC_ROLE_ADMIN', doc: 'Role at the provider that makes an admin here.' }),
  tlsCaCertFile: setting(path(), { env: 'OIDC_TLS_CACERTFILE', doc: 'Certificate authority for calls to the provider.' }),
});
