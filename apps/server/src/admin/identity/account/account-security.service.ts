import { Injectable } from '@nestjs/common';
import {
  AppPasswordService, AuditLog, type Caller, checkPassword, CredentialService, demandUnnarrowed, type Principal, SecondFactorService, SessionService, type User, UsersService,
} from '@rumpus/auth';
import { invalid } from '@rumpus/errors';

/** What people change about how they sign in. Callers with a narrowed token change nothing here. */
@Injectable()
export class AccountSecurityService {
  constructor(
    private readonly users: UsersService,
    private readonly credentials: CredentialService,
    private readonly sessions: SessionService,
    private readonly secondFactor: SecondFactorService,
    private readonly appPasswords: AppPasswordService,
    private readonly audit: AuditLog,
  ) {}

  /** Sets a new password; the session at hand stays, all others and all JWTs end. `minimum` is the shortest length allowed. */
  async changePassword(caller: Principal, current: string, next: string, from: Caller, minimum = 6): Promise<void> {
    const user = await this.#self(caller);
    checkPassword(next, minimum, 'new_password');
    if (user.passwordHash !== null) {
      const result = await this.credentials.check(user.username, current, from);
      if (!result.ok || result.by !== 'password') throw invalid('The current password is wrong', 'current_password', { code: 'bad_credentials' });
    }
    await this.users.setPassword(user, next, caller.sessionId);
    await this.audit.write({ action: 'user.password-changed', actor: caller, target: `user:${String(caller.id)}`, from });
  }

  async endSession(caller: Principal, userId: number, sessionId: number, from: Caller): Promise<null> {
    demandUnnarrowed(caller);
    await this.sessions.end(userId, sessionId);
    await this.audit.write({ action: 'session.revoked', actor: caller, target: `user:${String(userId)}`, from, detail: { session: sessionId } });
    return null;
  }

  /** An administrator ends any session. */
  async endAnySession(caller: Principal, sessionId: number, from: Caller): Promise<null> {
    return this.endSession(caller, (await this.sessions.get(sessionId)).userId, sessionId, from);
  }

  /** Ends all sessions of a user but the one at hand. */
  async endSessions(caller: Principal, userId: number, from: Caller): Promise<null> {
    demandUnnarrowed(caller);
    await this.sessions.endAll(userId, caller.id === userId ? caller.sessionId : undefined);
    await this.audit.write({ action: 'session.all-revoked', actor: caller, target: `user:${String(userId)}`, from });
    return null;
  }

  async secondFactorStatus(caller: Principal): Promise<{ enabled: boolean; recovery_codes_left: number }> {
    const { enabled, recoveryCodesLeft } = await this.secondFactor.status(await this.users.get(caller.id));
    return { enabled, recovery_codes_left: recoveryCodesLeft };
  }

  async enrol(caller: Principal): Promise<{ secret: string; uri: string }> {
    return this.secondFactor.enrol(await this.#self(caller));
  }

  async confirm(caller: Principal, code: string, from: Caller): Promise<{ recovery_codes: string[] }> {
    return { recovery_codes: await this.secondFactor.confirm(await this.#self(caller), code, from) };
  }

  /** New recovery codes, for a good code of the second factor. */
  async renewRecoveryCodes(caller: Principal, code: string, from: Caller): Promise<{ recovery_codes: string[] }> {
    const user = await this.#proven(caller, code, from);
    const codes = await this.secondFactor.renewRecoveryCodes(user);
    await this.audit.write({ action: 'second-factor.codes-renewed', actor: caller, target: `user:${String(user.id)}`, from });
    return { recovery_codes: codes };
  }

  /** Turns the second factor off, for a good code. */
  async disable(caller: Principal, code: string, from: Caller): Promise<null> {
    await this.secondFactor.disable(await this.#proven(caller, code, from), caller, from);
    return null;
  }

  /** An administrator turns the second factor of somebody off who lost it. */
  async disableOf(caller: Principal, userId: number, from: Caller): Promise<null> {
    demandUnnarrowed(caller);
    await this.secondFactor.disable(await this.users.get(userId), caller, from);
    return null;
  }

  async createAppPassword(caller: Principal, name: string, from: Caller): Promise<{ row: Awaited<ReturnType<AppPasswordService['create']>>['row']; secret: string }> {
    await this.#self(caller);
    const created = await this.appPasswords.create(caller.id, name);
    await this.audit.write({ action: 'app-password.created', actor: caller, target: `app-password:${String(created.row.id)}`, from, detail: { name } });
    return created;
  }

  async revokeAppPassword(caller: Principal, id: number, from: Caller): Promise<null> {
    return this.#revoke(caller, id, caller.id, from);
  }

  /** An administrator revokes anybody's. */
  async revokeAnyAppPassword(caller: Principal, id: number, from: Caller): Promise<null> {
    return this.#revoke(caller, id, undefined, from);
  }

  async #revoke(caller: Principal, id: number, ownerId: number | undefined, from: Caller): Promise<null> {
    demandUnnarrowed(caller);
    const { name, userId } = await this.appPasswords.revoke(id, ownerId);
    await this.audit.write({ action: 'app-password.revoked', actor: caller, target: `app-password:${String(id)}`, from, detail: { name, owner: userId } });
    return null;
  }

  async #self(caller: Principal): Promise<User> {
    demandUnnarrowed(caller);
    return this.users.get(caller.id);
  }

  /** The caller, once a code proved that he holds the second factor. A wrong one is bad input here, not a lost sign-in. */
  async #proven(caller: Principal, code: string, from: Caller): Promise<User> {
    const user = await this.#self(caller);
    if (!(await this.secondFactor.proves(user, code, from))) throw invalid('Invalid code', 'code');
    return user;
  }
}
