import { Injectable, Inject } from '@nestjs/common';
import { DomainError, invalid, unauthenticated } from '@rumpus/errors';

import { AuditLog } from '../audit/audit-log.js';
import type { Caller } from '../authenticate/caller.js';
import { LoginService } from '../authenticate/login.service.js';
import type { Principal } from '../guard/principal.js';
import { PermissionAdminService } from '../permissions/permission-admin.service.js';
import { type Rights, RightsService } from '../permissions/rights.service.js';
import type { Scope } from '../scopes/scopes.js';
import { SessionService } from '../sessions/session.service.js';
import { JWT_CODEC, type JwtCodec, LANGUARD_ISSUER } from '../tokens/jwt.js';
import type { User } from '../users/user.entity.js';

/** Roles of the server manager's API. */
export const LANGUARD_ROLES = ['admin', 'operator', 'viewer'] as const;
export type LanguardRole = (typeof LANGUARD_ROLES)[number];

/** Seconds a token lasts (arma-servers spec §1.2). */
const LIFETIME = 86_400;

/** The role an account has in the server manager: by what it may do with servers. */
export const languardRole = (user: Pick<User, 'role'>, rights: Pick<Rights, 'scopes'>): LanguardRole => {
  if (user.role === 'admin') return 'admin';
  return rights.scopes.has('servers.operate') ? 'operator' : 'viewer';
};

/** Sign-in of the server manager's clients: a JWT whose `jti` is the secret of a session, so that it can be listed and ended. */
@Injectable()
export class LanguardAuthService {
  constructor(
    @Inject(JWT_CODEC) private readonly jwt: JwtCodec,
    private readonly logins: LoginService,
    private readonly sessions: SessionService,
    private readonly rights: RightsService,
    private readonly permissions: PermissionAdminService,
    private readonly audit: AuditLog,
  ) {}

  /** Signs in. @throws DomainError `unauthenticated` with code `BAD_CREDENTIALS` */
  async login(username: string, password: string, code: string | undefined, from: Caller): Promise<{ token: string; expiresIn: number; user: User; role: LanguardRole }> {
    this.logins.demandEnabled();
    const user = await this.logins.authenticate({ username, password, code, from }).catch((error: unknown) => {
      if (!(error instanceof DomainError) || error.kind !== 'unauthenticated' || error.code === 'second_factor') throw error;
      // One text for an unknown name, a wrong password and a disabled account.
      throw unauthenticated('Wrong user name or password', { code: 'BAD_CREDENTIALS' });
    });
    const role = languardRole(user, await this.rights.of(user));
    const { secret } = await this.sessions.begin({ userId: user.id, kind: 'languard', method: 'password', from, lifetime: LIFETIME });
    const claims = { sub: String(user.id), iss: LANGUARD_ISSUER, type: 'access', role, ver: user.tokenVersion, jti: secret, iat: Math.floor(Date.now() / 1000) };
    const token = await this.jwt.sign(claims, LIFETIME);
    await this.logins.noteSignIn(user, from, 'languard');
    return { token, expiresIn: LIFETIME, user, role };
  }

  /** Ends the token in use. */
  async logout(caller: Principal, from: Caller): Promise<void> {
    if (caller.sessionId !== undefined) await this.sessions.end(caller.id, caller.sessionId);
    await this.audit.write({ action: 'logout', actor: caller, from });
  }

  /** Gives an account the rights of a role that is not admin. Rights from its group stay. */
  async grantRole(user: User, role: Exclude<LanguardRole, 'admin'>): Promise<void> {
    const others = user.extraScopes.filter((scope) => !scope.startsWith('servers.'));
    const mine: Scope[] = role === 'operator' ? ['servers.read', 'servers.operate'] : ['servers.read'];
    await this.permissions.setUserPermissions(user.id, { extraScopes: [...others, ...mine] });
  }
}

/** @throws DomainError `invalid` for a name outside `^[A-Za-z0-9_.-]{3,32}$` (arma-servers spec §1.2) */
export const checkLanguardName = (username: string): string => {
  if (!/^[A-Za-z0-9_.-]{3,32}$/u.test(username)) throw invalid('must be 3 to 32 letters, digits, "_", "." or "-"', 'username');
  return username.toLowerCase();
};
