import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { CONFIG, type Config } from '@rumpus/config';
import { forbidden, invalid, unauthenticated } from '@rumpus/errors';
import { randomUUID } from 'node:crypto';
import { IsNull, Repository } from 'typeorm';

import { AuditLog } from '../audit/audit-log.js';
import type { Caller } from '../authenticate/caller.js';
import { CredentialService } from '../authenticate/credential.service.js';
import { LIMITS, RateLimiter } from '../limits/rate-limiter.js';
import { RightsService } from '../permissions/rights.service.js';
import { AppPasswordService } from '../second-factor/app-password.service.js';
import { parseScopeString, type Scope } from '../scopes/scopes.js';
import { JWT_CODEC, type JwtCodec, OAUTH_ISSUER } from '../tokens/jwt.js';
import { RefreshToken } from '../tokens/refresh-token.entity.js';
import type { User } from '../users/user.entity.js';
import { UsersService } from '../users/users.service.js';

/** RomM's token answer (library-api spec §3.4); lifetimes in seconds. */
export interface TokenPair {
  access_token: string;
  refresh_token: string;
  token_type: 'bearer';
  expires: number;
  refresh_expires: number;
}

const notValid = () => unauthenticated('Could not validate credentials');

/** Issues JWTs for name and password, and new ones for a refresh token. A refresh token works once. */
@Injectable()
export class OAuthTokenService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectRepository(RefreshToken) private readonly refreshTokens: Repository<RefreshToken>,
    @Inject(JWT_CODEC) private readonly jwt: JwtCodec,
    private readonly users: UsersService,
    private readonly credentials: CredentialService,
    private readonly rights: RightsService,
    private readonly appPasswords: AppPasswordService,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
  ) {}

  /** The password grant. Without scopes asked for the token opens nothing, as in RomM. */
  async passwordGrant(username: string, password: string, scope: string, from: Caller): Promise<TokenPair> {
    if (username === '' || password === '') throw invalid('Missing username or password');
    const result = await this.credentials.check(username, password, from);
    if (!result.ok) throw result.reason === 'disabled' ? forbidden('User account is disabled') : unauthenticated('Invalid username or password');
    // The second factor guards the password; software that can't ask for a code uses an app password.
    if (result.by === 'password' && result.user.totpSecret !== null) throw unauthenticated('Invalid username or password');
    const { scopes, unknown } = parseScopeString(scope);
    const rights = await this.rights.of(result.user);
    if (unknown.length > 0 || !scopes.every((wanted) => rights.scopes.has(wanted))) throw forbidden('Insufficient scope');
    await this.audit.write({ action: 'token.issued', actor: result.user, from, detail: { grant: 'password', scopes } });
    return this.#issue(result.user, scopes, randomUUID(), result.by === 'app-password' ? result.appPassword : undefined);
  }

  /**
   * The refresh grant. A token that was used before means that two parties hold it: then all tokens of its family die.
   * @throws DomainError `unauthenticated`
   */
  async refreshGrant(token: string, from: Caller): Promise<TokenPair> {
    if (token === '') throw invalid('Missing refresh token');
    const result = await this.jwt.verify(token);
    if (!result.ok || result.claims.iss !== OAUTH_ISSUER || result.claims['type'] !== 'refresh' || result.claims.jti === undefined) throw notValid();
    const row = await this.refreshTokens.findOneBy({ jti: result.claims.jti });
    if (row === null) throw notValid();
    await this.limiter.hit(LIMITS.tokenAccount, String(row.userId));
    const { affected } = await this.refreshTokens.update({ jti: row.jti, usedAt: IsNull() }, { usedAt: new Date() });
    if (affected !== 1) return this.#replayed(row, from);
    const user = await this.users.find(row.userId);
    if (user === null) throw notValid();
    if (!user.enabled) throw unauthenticated('Disabled user');
    const app = result.claims['app'];
    if (app !== undefined && !(await this.appPasswords.exists(user.id, app))) throw notValid();
    // What the user may no longer do, the new token does not say either.
    const rights = await this.rights.of(user);
    return this.#issue(user, row.scopes.filter((scope) => rights.scopes.has(scope)), row.family, typeof app === 'number' ? app : undefined);
  }

  async #replayed(row: RefreshToken, from: Caller): Promise<never> {
    await this.refreshTokens.delete({ family: row.family });
    // Access tokens of the thief must not outlive the family: all JWTs of the user carry the version.
    await this.users.voidJwts(row.userId);
    await this.audit.write({ action: 'token.replayed', target: `user:${String(row.userId)}`, from });
    throw notValid();
  }

  /** @param app id of the app password that let the caller in: his tokens end with it and change nothing about how the owner signs in */
  async #issue(user: User, scopes: readonly Scope[], family: string, app?: number): Promise<TokenPair> {
    const { accessTokenSeconds, refreshTokenSeconds } = this.config.auth;
    const jti = randomUUID();
    await this.refreshTokens.insert({ jti, family, userId: user.id, scopes: [...scopes], usedAt: null, expiresAt: new Date(Date.now() + refreshTokenSeconds * 1000) });
    const claims = { sub: user.username, iss: OAUTH_ISSUER, scopes: scopes.join(' '), ver: user.tokenVersion, ...(app === undefined ? {} : { app }) };
    const [access, refresh] = await Promise.all([
      this.jwt.sign({ ...claims, type: 'access' }, accessTokenSeconds),
      this.jwt.sign({ ...claims, type: 'refresh', jti }, refreshTokenSeconds),
    ]);
    return { access_token: access, refresh_token: refresh, token_type: 'bearer', expires: accessTokenSeconds, refresh_expires: refreshTokenSeconds };
  }
}
