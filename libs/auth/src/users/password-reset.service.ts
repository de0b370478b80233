import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { invalid, notFound } from '@rumpus/errors';
import { randomUUID } from 'node:crypto';

import { AuditLog } from '../audit/audit-log.js';
import type { Caller } from '../authenticate/caller.js';
import { EphemeralStore } from '../ephemeral/ephemeral-store.js';
import type { Principal } from '../guard/principal.js';
import { LIMITS, RateLimiter } from '../limits/rate-limiter.js';
import { Mailer } from '../mail/mailer.js';
import { publicLink } from '../mail/public-link.js';
import { JWT_CODEC, type JwtCodec } from '../tokens/jwt.js';
import { checkPassword, normalName } from './account-rules.js';
import type { User } from './user.entity.js';
import { UsersService } from './users.service.js';

/** Life of a reset link in seconds (library-api spec §3.6). */
const LIFETIME = 600;
/** Life of a link an administrator makes: he has to pass it on. */
const ADMIN_LIFETIME = 86_400;

/** Names an account for good: ids and names are given out again after a removal. */
const accountOf = (user: User): string => `${String(user.id)}:${String(user.createdAt.getTime())}`;

const key = (jti: string): string => `reset-jti:${jti}`;

/** Forgotten passwords: one-time links by mail, or copied by an administrator. */
@Injectable()
export class PasswordResetService {
  readonly #logger = new Logger('identity');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(JWT_CODEC) private readonly jwt: JwtCodec,
    private readonly users: UsersService,
    private readonly store: EphemeralStore,
    private readonly mailer: Mailer,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Answers alike whether or not the name exists. The link goes to the account's e-mail address; without mail settings an
   * administrator finds the request in the audit log and makes a link. (RomM writes it to the log; a log is no place for it.)
   */
  async forgot(username: string, from: Caller): Promise<void> {
    await this.limiter.hit(LIMITS.forgotAddress, from.ip);
    await this.limiter.hit(LIMITS.forgotAccount, normalName(username));
    const user = await this.users.findByName(username);
    await this.audit.write({ action: 'password-reset.requested', claimedName: username, target: user === null ? undefined : `user:${String(user.id)}`, from });
    if (user?.enabled !== true) return;
    // Not awaited: the time a mail server takes would tell that the account exists.
    void this.#mail(user).catch((error: unknown) => this.#logger.error({ err: error }, 'a reset link was not made'));
  }

  /** A link for an administrator to pass on. */
  async link(caller: Principal, userId: number, from: Caller): Promise<{ token: string; url: string | null; expiresAt: Date }> {
    const user = await this.users.get(userId);
    const token = await this.#token(user, ADMIN_LIFETIME);
    await this.audit.write({ action: 'password-reset.link-created', actor: caller, target: `user:${String(userId)}`, from });
    return { token, url: publicLink(this.config.server.baseUrl, `/reset-password?token=${token}`), expiresAt: new Date(Date.now() + ADMIN_LIFETIME * 1000) };
  }

  /** Sets a new password with a link's token. Messages as in library-api spec §3.6. */
  async reset(token: string, password: string, from: Caller): Promise<void> {
    await this.limiter.hit(LIMITS.reset, from.ip);
    const result = await this.jwt.verify(token);
    if (!result.ok) throw invalid(result.fault === 'expired' ? 'Token has expired' : 'Invalid token', 'token');
    const { claims } = result;
    if (claims['type'] !== 'reset') throw invalid('Invalid token purpose', 'token');
    if (claims.jti === undefined || claims.sub === undefined) throw invalid('Invalid token payload', 'token');
    // A bad new password must not spend the link.
    checkPassword(password, 6, 'new_password');
    await this.limiter.hit(LIMITS.resetAccount, normalName(claims.sub));
    const account = await this.store.take(key(claims.jti));
    if (account === undefined) {
      await this.audit.write({ action: 'password-reset.failed', claimedName: claims.sub, from });
      throw invalid('This token has already been used or is invalid', 'token');
    }
    const user = await this.users.find(Number.parseInt(account, 10));
    if (user === null || accountOf(user) !== account) throw notFound('User not found');
    await this.users.setPassword(user, password);
    await this.audit.write({ action: 'password-reset.done', actor: user, from });
  }

  async #mail(user: User): Promise<void> {
    if (user.email === null || !this.mailer.enabled) return;
    const token = await this.#token(user, LIFETIME);
    const link = publicLink(this.config.server.baseUrl, `/reset-password?token=${token}`);
    if (link === null) {
      this.#logger.warn('BASE_URL is not set to a public address: a reset link could not be mailed');
      return;
    }
    await this.mailer.send({ to: user.email, kind: 'password-reset', link, expiresAt: new Date(Date.now() + LIFETIME * 1000) });
  }

  async #token(user: User, lifetime: number): Promise<string> {
    const jti = randomUUID();
    await this.store.set(key(jti), accountOf(user), lifetime);
    return this.jwt.sign({ sub: user.username, email: user.email, type: 'reset', iat: Math.floor(Date.now() / 1000), jti }, lifetime);
  }
}
