import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';

import type { Principal, Via } from '../guard/principal.js';
import { RightsService } from '../permissions/rights.service.js';
import { parseScopeString, READ_SCOPES, type Scope } from '../scopes/scopes.js';
import { AppPasswordService } from '../second-factor/app-password.service.js';
import { SessionService } from '../sessions/session.service.js';
import type { Session } from '../sessions/session.entity.js';
import { ClientTokenStore } from '../tokens/client-token.store.js';
import { JWT_CODEC, LANGUARD_ISSUER, OAUTH_ISSUER, type JwtCodec } from '../tokens/jwt.js';
import { CLIENT_TOKEN_PREFIX } from '../tokens/secrets.js';
import { normalName } from '../users/account-rules.js';
import { User } from '../users/user.entity.js';
import type { Caller } from './caller.js';
import { CredentialService } from './credential.service.js';

/** What a request shows. */
export interface Proofs {
  sessionCookie?: string | undefined;
  authorization?: string | undefined;
  from: Caller;
}

/** Who is calling. `fault` says that a JWT was shown which is no longer or was never good. */
export interface Identity {
  principal?: Principal;
  session?: Session;
  /** A session cookie was shown that leads nowhere: tell the browser to drop it. */
  staleCookie?: boolean;
  fault?: 'expired' | 'bad';
}

const ACTIVE_EVERY = 60_000;

const kiosk: Principal = {
  id: -1,
  username: 'kiosk',
  role: 'user',
  via: 'kiosk',
  scopes: new Set(READ_SCOPES),
  globalScopes: new Set(READ_SCOPES),
  objectGrants: [],
  limits: new Map(),
  grants: (['platforms', 'roms', 'collections', 'playlists', 'firmware', 'assets', 'devices'] as const).map((entity) => ({ entity, action: 'read', own_only: false })),
  hidden: { platforms: new Set(), roms: new Set() },
};

/** What is known about how a caller proved himself. */
type About = Pick<Principal, 'deviceId' | 'sessionId' | 'tokenId' | 'narrowed'> & {
  /** False when something else than the account's own password let him in. */
  ownPassword?: boolean;
};

const aboutOneself: ReadonlySet<Scope> = new Set(['me.read', 'me.write']);

/** What is left to somebody who has to change his password first. */
const powerless = { role: 'user', objectGrants: [], limits: new Map(), grants: [], hidden: { platforms: new Set<number>(), roms: new Set<number>() }, mustChangePassword: true } as const;

/** Finds out who is calling: session, then Authorization header, then kiosk visitor, then nobody (library-api spec §3.1). */
@Injectable()
export class Authenticator {
  readonly #logger = new Logger('identity');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectRepository(User) private readonly users: Repository<User>,
    @Inject(JWT_CODEC) private readonly jwt: JwtCodec,
    private readonly sessions: SessionService,
    private readonly credentials: CredentialService,
    private readonly clientTokens: ClientTokenStore,
    private readonly rights: RightsService,
    private readonly appPasswords: AppPasswordService,
  ) {}

  /** @throws DomainError `too-many` when Basic credentials were tried too often */
  async identify(proofs: Proofs): Promise<Identity> {
    const staleCookie = proofs.sessionCookie !== undefined;
    if (proofs.sessionCookie !== undefined) {
      const found = await this.sessions.find(proofs.sessionCookie, 'browser');
      if (found !== undefined) return { principal: await this.#ofSession(found, 'session'), session: found.session };
    }
    const identity = await this.#ofHeader(proofs);
    return staleCookie ? { ...identity, staleCookie } : identity;
  }

  async #ofHeader({ authorization, from }: Proofs): Promise<Identity> {
    if (authorization === undefined) return this.#visitor();
    const [scheme, value, ...rest] = authorization.trim().split(/\s+/u);
    if (scheme === undefined || value === undefined || rest.length > 0) return {};
    switch (scheme.toLowerCase()) {
      case 'basic':
        return this.#ofBasic(value, from);
      case 'bearer':
        return value.startsWith(CLIENT_TOKEN_PREFIX) ? this.#ofClientToken(value) : this.#ofJwt(value);
      default:
        return this.#visitor();
    }
  }

  #visitor(): Identity {
    return this.config.auth.kioskMode ? { principal: kiosk } : {};
  }

  async #ofBasic(value: string, from: Caller): Promise<Identity> {
    const decoded = readBasic(value);
    if (decoded === undefined) return {};
    const result = await this.credentials.check(decoded.username, decoded.password, from);
    // With the second factor on, the password alone opens nothing; an app password does.
    if (!result.ok || (result.by === 'password' && result.user.totpSecret !== null)) return {};
    // An app password is for a device: it must not change how its owner signs in.
    return { principal: await this.principalOf(result.user, 'basic', undefined, result.by === 'app-password' ? { narrowed: true, ownPassword: false } : {}) };
  }

  async #ofClientToken(secret: string): Promise<Identity> {
    const found = await this.clientTokens.find(secret);
    if (found === undefined) return {};
    const { token, user } = found;
    const extra = { ownPassword: false, tokenId: token.id, ...(token.deviceId === null ? {} : { deviceId: token.deviceId }) };
    return { principal: await this.principalOf(user, 'client-token', token.scopes, extra) };
  }

  async #ofJwt(token: string): Promise<Identity> {
    const result = await this.jwt.verify(token);
    if (!result.ok) return { fault: result.fault };
    const { claims } = result;
    if (claims.iss === LANGUARD_ISSUER && claims['type'] === 'access') return this.#ofLanguard(claims.jti);
    if (claims.iss !== OAUTH_ISSUER || typeof claims.sub !== 'string') return { fault: 'bad' };
    if (claims['type'] !== 'access') return {};
    const user = await this.users.findOneBy({ username: normalName(claims.sub) });
    if (user === null || !user.enabled || user.tokenVersion !== claims['ver']) return { fault: 'bad' };
    const { scopes } = parseScopeString(typeof claims['scopes'] === 'string' ? claims['scopes'] : '');
    const appPassword = claims['app'];
    if (appPassword === undefined) return { principal: await this.principalOf(user, 'jwt', scopes) };
    if (!(await this.appPasswords.exists(user.id, appPassword))) return { fault: 'bad' };
    return { principal: await this.principalOf(user, 'jwt', scopes, { narrowed: true, ownPassword: false }) };
  }

  /** The token's session says whether it is still good: a change of password ends all sessions but the one it came through. */
  async #ofLanguard(jti: string | undefined): Promise<Identity> {
    const found = jti === undefined ? undefined : await this.sessions.find(jti, 'languard');
    if (found === undefined) return { fault: 'bad' };
    return { principal: await this.#ofSession(found, 'languard'), session: found.session };
  }

  async #ofSession({ session, user }: { session: Session; user: User }, via: Via): Promise<Principal> {
    this.#inBackground(this.sessions.touch(session));
    return this.principalOf(user, via, undefined, { ownPassword: session.method !== 'oidc', sessionId: session.id, ...(session.deviceId === null ? {} : { deviceId: session.deviceId }) });
  }

  /** The caller that an account is, with its scopes cut down to `limit` when a token is in use. */
  async principalOf(user: User, via: Via, limit?: readonly Scope[], about: About = {}): Promise<Principal> {
    this.#noteActivity(user);
    const rights = await this.rights.of(user);
    const allowed = limit === undefined ? undefined : new Set(limit);
    const cut = (scopes: ReadonlySet<Scope>): ReadonlySet<Scope> => (allowed === undefined ? scopes : new Set([...scopes].filter((scope) => allowed.has(scope))));
    const { objectGrants, limits, grants, hidden } = rights;
    const { ownPassword = true, ...extra } = about;
    const narrowed = about.narrowed === true || (allowed !== undefined && [...rights.scopes].some((scope) => !allowed.has(scope)));
    const who = { id: user.id, username: user.username, via, ...extra, narrowed };
    if (ownPassword && user.mustChangePassword && user.passwordHash !== null) return { ...powerless, ...who, scopes: cut(aboutOneself), globalScopes: cut(aboutOneself) };
    return { ...who, role: user.role, scopes: cut(rights.scopes), globalScopes: cut(rights.globalScopes), objectGrants, limits, grants, hidden };
  }

  #noteActivity(user: User): void {
    if (Date.now() - (user.lastActive?.getTime() ?? 0) < ACTIVE_EVERY) return;
    this.#inBackground(this.users.update({ id: user.id }, { lastActive: new Date() }));
  }

  /** Bookkeeping that no caller waits for. */
  #inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#logger.warn({ err: error }, 'activity could not be noted'));
  }
}

/** Name and password of a Basic header's value; undefined when it is none. Neither may hold a control character (RFC 7617 §2). */
export const readBasic = (value: string): { username: string; password: string } | undefined => {
  if (value.length > 2048) return undefined;
  const text = Buffer.from(value, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 || /\p{Cc}/u.test(text) ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
};
