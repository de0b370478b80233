import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DomainError } from '@rumpus/errors';
import { Repository } from 'typeorm';

import { AuditLog } from '../audit/audit-log.js';
import { LIMITS, RateLimiter } from '../limits/rate-limiter.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { AppPasswordService, isAppPassword } from '../second-factor/app-password.service.js';
import { User } from '../users/user.entity.js';
import { normalName } from '../users/account-rules.js';
import { BasicCache } from './basic-cache.js';
import type { Caller } from './caller.js';

/** What a name and password led to. */
export type CredentialResult =
  | { ok: true; user: User; by: 'password' }
  | { ok: true; user: User; by: 'app-password'; appPassword: number }
  | { ok: false; reason: 'wrong' | 'disabled' };

/** Checks names and passwords, slowly for strangers and equally long whether the name exists or not. */
@Injectable()
export class CredentialService {
  readonly #cache = new BasicCache();

  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly hasher: PasswordHasher,
    private readonly appPasswords: AppPasswordService,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Checks a name and password once. Failures count against the address and the account name; above the limit nothing is
   * checked any more. @throws DomainError `too-many`
   */
  async check(username: string, password: string, from: Caller): Promise<CredentialResult> {
    const user = await this.users.findOneBy({ username: normalName(username) });
    if (user?.enabled === true && user.passwordHash !== null && this.#cache.has(user.username, password, user.passwordHash)) {
      return { ok: true, user, by: 'password' };
    }
    await this.#count(username, password, from);
    const result = await this.#compare(user, password);
    // The address stays counted: whoever owns one account must not get endless guesses at others.
    if (result.ok) await this.limiter.clear(LIMITS.loginAccount, normalName(username));
    else await this.audit.write({ action: 'login.failed', claimedName: username, from, detail: { reason: result.reason } });
    return result;
  }

  async #compare(user: User | null, password: string): Promise<CredentialResult> {
    // A wrong password for a disabled account is "wrong": only its owner learns that it is disabled.
    const byPassword = await this.hasher.verify(user?.passwordHash, password);
    const appPassword = byPassword || user === null ? undefined : await this.appPasswords.idOf(user.id, password);
    if (user === null || !(byPassword || appPassword !== undefined)) return { ok: false, reason: 'wrong' };
    if (!user.enabled) return { ok: false, reason: 'disabled' };
    if (appPassword !== undefined) return { ok: true, user, by: 'app-password', appPassword };
    if (user.passwordHash !== null) this.#cache.add(user.username, password, user.passwordHash);
    return { ok: true, user, by: 'password' };
  }

  async #count(username: string, password: string, from: Caller): Promise<void> {
    try {
      await this.limiter.hit(LIMITS.loginAddress, from.ip);
      // A device that keeps sending a revoked app password must not shut its owner out; guessing one is hopeless anyway.
      if (!isAppPassword(password)) await this.limiter.hit(LIMITS.loginAccount, normalName(username));
    } catch (error) {
      if (error instanceof DomainError) await this.audit.write({ action: 'login.blocked', claimedName: username, from });
      throw error;
    }
  }
}
