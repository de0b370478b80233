import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Sealer } from '@rumpus/config';
import { conflict, invalid, unauthenticated } from '@rumpus/errors';
import { IsNull, LessThan, Repository } from 'typeorm';

import { AuditLog } from '../audit/audit-log.js';
import type { Caller } from '../authenticate/caller.js';
import { EphemeralStore } from '../ephemeral/ephemeral-store.js';
import { LIMITS, RateLimiter } from '../limits/rate-limiter.js';
import { normalCode, randomCode, sha256 } from '../tokens/secrets.js';
import { User } from '../users/user.entity.js';
import { RecoveryCode } from './second-factor.entities.js';
import { newTotpSecret, totpStep, totpUri } from './totp.js';

const RECOVERY_CODES = 10;
/** How long an enrolment waits for its first code, in seconds. */
const ENROLMENT = 600;

/** The second factor of password sign-ins: TOTP, with recovery codes. */
@Injectable()
export class SecondFactorService {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    @InjectRepository(RecoveryCode) private readonly codes: Repository<RecoveryCode>,
    private readonly sealer: Sealer,
    private readonly store: EphemeralStore,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
  ) {}

  /** How the second factor of a user stands. */
  async status(user: User): Promise<{ enabled: boolean; recoveryCodesLeft: number }> {
    return { enabled: user.totpSecret !== null, recoveryCodesLeft: await this.codes.countBy({ userId: user.id, usedAt: IsNull() }) };
  }

  /** Begins an enrolment; nothing changes until {@link confirm} sees a code from the app. */
  async enrol(user: User): Promise<{ secret: string; uri: string }> {
    if (user.totpSecret !== null) throw conflict('The second factor is on already');
    const secret = newTotpSecret();
    await this.store.set(enrolmentKey(user), this.sealer.seal(secret, context(user)), ENROLMENT);
    return { secret, uri: totpUri(secret, user.username) };
  }

  /** Turns the second factor on and returns the recovery codes, shown this once. */
  async confirm(user: User, code: string, from: Caller): Promise<string[]> {
    await this.limiter.hit(LIMITS.secondFactor, String(user.id));
    const sealed = await this.store.get(enrolmentKey(user));
    if (sealed === undefined) throw invalid('Begin the enrolment first');
    const step = totpStep(this.sealer.open(sealed, context(user)), code);
    if (step === undefined) throw invalid('Invalid code', 'code');
    // Of several confirmations at once one counts: each would make recovery codes and void the others'.
    if ((await this.store.take(enrolmentKey(user))) !== sealed) throw invalid('Begin the enrolment first');
    await this.users.update({ id: user.id }, { totpSecret: sealed, totpLastStep: step });
    await this.audit.write({ action: 'second-factor.enabled', actor: user, from });
    return this.renewRecoveryCodes(user);
  }

  /** Turns the second factor off. */
  async disable(user: User, actor: { id: number; username: string }, from: Caller): Promise<void> {
    await this.users.update({ id: user.id }, { totpSecret: null, totpLastStep: 0 });
    await this.codes.delete({ userId: user.id });
    await this.audit.write({ action: 'second-factor.disabled', actor, target: `user:${String(user.id)}`, from });
  }

  /** Makes new recovery codes; the old ones are void. */
  async renewRecoveryCodes(user: User): Promise<string[]> {
    const fresh = Array.from({ length: RECOVERY_CODES }, () => `${randomCode(5)}-${randomCode(5)}`);
    await this.codes.delete({ userId: user.id });
    await this.codes.insert(fresh.map((code) => ({ userId: user.id, codeHash: sha256(normalCode(code)), usedAt: null })));
    return fresh;
  }

  /**
   * Demands a good code from a user whose second factor is on.
   * @throws DomainError `unauthenticated` with code `second_factor` when it is missing, wrong or used; `too-many`
   */
  async demand(user: User, code: string | undefined, from: Caller): Promise<void> {
    if (user.totpSecret === null) return;
    if (code === undefined || code.trim() === '') throw unauthenticated('Second factor required', { code: 'second_factor' });
    if (!(await this.proves(user, code, from))) throw unauthenticated('Invalid second factor code', { code: 'second_factor' });
  }

  /** True when the code is good; it is used up then. False also for users without a second factor. @throws DomainError `too-many` */
  async proves(user: User, code: string, from: Caller): Promise<boolean> {
    if (user.totpSecret === null) return false;
    await this.limiter.hit(LIMITS.secondFactor, String(user.id));
    const good = await this.#redeem(user, user.totpSecret, code, from);
    if (good) await this.limiter.clear(LIMITS.secondFactor, String(user.id));
    else await this.audit.write({ action: 'second-factor.failed', actor: user, from });
    return good;
  }

  async #redeem(user: User, sealed: string, code: string, from: Caller): Promise<boolean> {
    const step = totpStep(this.sealer.open(sealed, context(user)), code);
    if (step !== undefined) {
      // The step is stored in the same statement that checks it: of two requests with one code, one wins.
      const { affected } = await this.users.update({ id: user.id, totpLastStep: LessThan(step) }, { totpLastStep: step });
      return affected === 1;
    }
    const { affected } = await this.codes.update({ userId: user.id, codeHash: sha256(normalCode(code)), usedAt: IsNull() }, { usedAt: new Date() });
    if (affected !== 1) return false;
    await this.audit.write({ action: 'second-factor.recovery-used', actor: user, from });
    return true;
  }
}

const enrolmentKey = (user: User): string => `totp-enrol:${String(user.id)}`;
/** Binds the sealed secret to its row, so that it can't be moved to another account. */
const context = (user: User): string => `users|totp_secret|${String(user.id)}`;
