import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { InjectDataSource } from '@nestjs/typeorm';
import { type DomainError, forbidden } from '@rumpus/errors';
import { DataSource } from 'typeorm';

import { AuditLog } from '../audit/audit-log.js';
import type { Caller } from '../authenticate/caller.js';
import { LIMITS, RateLimiter } from '../limits/rate-limiter.js';
import { CODE_ALPHABET, normalCode, randomCode, randomHex, sameSecret } from '../tokens/secrets.js';
import { type NewUser, UsersService } from '../users/users.service.js';
import { User } from '../users/user.entity.js';
import { SystemFact } from './system-fact.entity.js';

const CLAIMED = 'claimed';
const CODE = 'claim_code';

/**
 * The first administrator: whoever shows the claim code that the server printed (or was given as `CLAIM_CODE`). Without it
 * the first stranger to find a fresh server would own it. Closed for good after the first claim.
 */
@Injectable()
export class ClaimService {
  /** What the operator set. */
  readonly #set: string | undefined;

  constructor(
    @Inject(CONFIG) config: Config,
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
  ) {
    this.#set = config.auth.claimCode;
  }

  /**
   * The generated code while the server is unclaimed, for the boot to print. One for all instances, kept until the claim: whoever types it in
   * is led to any of them. A code the operator set is not repeated.
   */
  async generatedCode(): Promise<string | undefined> {
    if (this.#set !== undefined || !(await this.open())) return undefined;
    const value = `${randomCode(4)}-${randomCode(4)}-${randomCode(4)}`;
    await this.dataSource.createQueryBuilder().insert().into(SystemFact).values({ name: CODE, at: new Date(), value }).orIgnore().execute();
    return this.#storedCode();
  }

  async #storedCode(): Promise<string | undefined> {
    return (await this.dataSource.manager.findOneBy(SystemFact, { name: CODE }))?.value ?? undefined;
  }

  /** True while nobody has claimed the server. */
  async open(): Promise<boolean> {
    return !(await this.dataSource.manager.existsBy(SystemFact, { name: CLAIMED })) && !(await this.users.hasAdmin());
  }

  /**
   * Makes the first administrator, whatever role was asked for.
   * @throws DomainError `forbidden` for a wrong code or a claimed server, `too-many` after ten tries a minute
   */
  async claim(fields: NewUser, code: string | undefined, from: Caller): Promise<User> {
    await this.limiter.hit(LIMITS.claim, from.ip);
    const expected = this.#set ?? (await this.#storedCode());
    if (code === undefined || expected === undefined || !sameSecret(normal(code), normal(expected))) {
      await this.audit.write({ action: 'claim.failed', claimedName: fields.username, from });
      throw forbidden('Invalid claim code', { code: 'claim_code' });
    }
    const wanted = await this.users.prepare({ ...fields, role: 'admin' }).catch(async (error: unknown) => {
      // The name may be taken because somebody else just claimed the server with it.
      throw (await this.open()) ? error : claimedAlready();
    });
    const user = await this.users.unique(wanted, () => this.#claimAs(wanted));
    await this.audit.write({ action: 'claim.succeeded', actor: user, target: `user:${String(user.id)}`, from });
    return user;
  }

  /** The row of this name can be made once: that is what lets one of several simultaneous claims win. */
  async #claimAs(wanted: User): Promise<User> {
    const value = randomHex(16);
    return this.dataSource.transaction(async (manager) => {
      await manager.createQueryBuilder().insert().into(SystemFact).values({ name: CLAIMED, at: new Date(), value }).orIgnore().execute();
      const fact = await manager.findOneByOrFail(SystemFact, { name: CLAIMED });
      if (fact.value !== value) throw claimedAlready();
      await manager.delete(SystemFact, { name: CODE });
      return manager.save(User, wanted);
    });
  }
}

const claimedAlready = (): DomainError => forbidden('This server has been claimed already');

/** Generated codes are compared as people type them; a code from the settings as it stands, blanks around it apart. */
const normal = (code: string): string => {
  const typed = normalCode(code);
  return new RegExp(`^[${CODE_ALPHABET}]{12}$`, 'u').test(typed) ? typed : code.trim();
};
