import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { forbidden, unauthenticated } from '@rumpus/errors';

import { AuditLog } from '../audit/audit-log.js';
import { DeviceService } from '../devices/device.service.js';
import { SecondFactorService } from '../second-factor/second-factor.service.js';
import { SessionService } from '../sessions/session.service.js';
import type { User } from '../users/user.entity.js';
import { UsersService } from '../users/users.service.js';
import type { Caller } from './caller.js';
import { CredentialService } from './credential.service.js';

/** A sign-in with name and password. */
export interface PasswordLogin {
  username: string;
  password: string;
  /** Code of the authenticator app, or a recovery code. */
  code?: string | undefined;
  from: Caller;
}

/** Begins browser sessions. */
@Injectable()
export class LoginService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly credentials: CredentialService,
    private readonly secondFactor: SecondFactorService,
    private readonly users: UsersService,
    private readonly devices: DeviceService,
    private readonly sessions: SessionService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Signs in with name and password and returns the session's secret. Messages as in library-api spec §3.2; a missing second
   * factor has the code `second_factor`.
   */
  async withPassword(login: PasswordLogin): Promise<{ secret: string; user: User }> {
    this.demandEnabled();
    const user = await this.authenticate(login);
    return { secret: await this.begin(user, login.from, 'password'), user };
  }

  /** @throws DomainError `forbidden` when people are to sign in through the provider only */
  demandEnabled(): void {
    if (this.config.auth.disablePasswordLogin) throw forbidden('Password login is disabled', { code: 'password_login_disabled' });
  }

  /** Checks name, password and second factor. An app password is no way into the dashboard. */
  async authenticate({ username, password, code, from }: PasswordLogin): Promise<User> {
    const result = await this.credentials.check(username, password, from);
    if (!result.ok) throw unauthenticated(result.reason === 'disabled' ? 'Disabled user' : 'Incorrect username or password', { code: 'bad_credentials' });
    if (result.by === 'app-password') throw unauthenticated('Incorrect username or password', { code: 'bad_credentials' });
    await this.secondFactor.demand(result.user, code, from);
    return result.user;
  }

  /** Begins a session for somebody who has proved himself. Every sign-in gets a new id, so none can be planted. */
  async begin(user: User, from: Caller, how: 'password' | 'oidc', oidcIdToken?: string): Promise<string> {
    const device = await this.devices.ofBrowser(user.id, from);
    const { secret } = await this.sessions.begin({ userId: user.id, kind: 'browser', method: how, from, deviceId: device.id, ...(oidcIdToken === undefined ? {} : { oidcIdToken }) });
    await this.noteSignIn(user, from, how);
    return secret;
  }

  /** Notes a sign-in in the account and in the audit log. */
  async noteSignIn(user: User, from: Caller, how: 'password' | 'oidc' | 'languard'): Promise<void> {
    await this.users.signedIn(user);
    await this.audit.write({ action: 'login.succeeded', actor: user, from, detail: { how } });
  }

  /** Ends the session of that cookie; returns what it held for the OpenID provider. */
  async logout(secret: string | undefined, from: Caller): Promise<{ oidcIdToken: string | null }> {
    const session = secret === undefined ? null : await this.sessions.endBySecret(secret);
    if (session === null) return { oidcIdToken: null };
    const user = await this.users.find(session.userId);
    await this.audit.write({ action: 'logout', actor: user ?? undefined, from });
    return { oidcIdToken: session.oidcIdToken };
  }
}
