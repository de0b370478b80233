import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { forbidden, invalid, notFound } from '@rumpus/errors';
import { In, Repository } from 'typeorm';

import { AuditLog } from '../audit/audit-log.js';
import type { Caller } from '../authenticate/caller.js';
import { EphemeralStore } from '../ephemeral/ephemeral-store.js';
import type { Principal } from '../guard/principal.js';
import { LIMITS, RateLimiter } from '../limits/rate-limiter.js';
import { inCanonicalOrder, type Scope } from '../scopes/scopes.js';
import { IdentitySignals } from '../signals/identity-signals.js';
import { User } from '../users/user.entity.js';
import { ClientToken } from './client-token.entity.js';
import { expiryOf } from './expiry.js';
import { newClientToken, normalCode, randomCode, sha256 } from './secrets.js';

const MOST = 25;
/** Life of a pairing code in seconds. */
const PAIR_TTL = 60;

const pairKey = (code: string): string => `pair:${sha256(normalCode(code))}`;

/** A token and, where it was just made, its secret. */
export interface IssuedToken {
  token: ClientToken;
  secret: string;
}

/** Makes, lists and revokes client API tokens and hands them to devices by pairing code (library-api spec §5.1). */
@Injectable()
export class ClientTokenService {
  constructor(
    @InjectRepository(ClientToken) private readonly tokens: Repository<ClientToken>,
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly store: EphemeralStore,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
    private readonly signals: IdentitySignals,
  ) {}

  /** Makes a token with scopes the caller holds himself, in the very request he makes it with: a token can't widen itself. */
  async create(caller: Principal, name: string, scopes: readonly Scope[], expiresIn: string | null | undefined, from: Caller): Promise<IssuedToken> {
    const expiresAt = expiryOf(expiresIn);
    const excess = scopes.filter((scope) => !caller.scopes.has(scope));
    if (excess.length > 0) throw forbidden(`Requested scopes exceed your permissions: ${excess.toSorted().join(', ')}`);
    if ((await this.tokens.countBy({ userId: caller.id })) >= MOST) throw invalid(`Maximum of ${String(MOST)} tokens per user reached`);
    const secret = newClientToken();
    const token = await this.tokens.save(
      this.tokens.create({ userId: caller.id, name, tokenHash: sha256(secret), scopes: inCanonicalOrder(scopes), deviceId: null, expiresAt, lastUsedAt: null, createdAt: new Date() }),
    );
    await this.audit.write({ action: 'token.created', actor: caller, target: `token:${String(token.id)}`, from, detail: { name, scopes: token.scopes } });
    return { token, secret };
  }

  list(userId: number): Promise<ClientToken[]> {
    return this.tokens.find({ where: { userId }, order: { id: 'DESC' } });
  }

  /** Revokes the tokens that belong to a device. */
  async revokeOfDevice(userId: number, deviceId: string): Promise<void> {
    await this.tokens.delete({ userId, deviceId });
    this.signals.emit('access-revoked', { userId });
  }

  /** All tokens with their owners, newest first. */
  async listAll(): Promise<{ token: ClientToken; owner: User }[]> {
    const tokens = await this.tokens.find({ order: { id: 'DESC' } });
    const owners = new Map((await this.users.findBy({ id: In([...new Set(tokens.map(({ userId }) => userId))]) })).map((user) => [user.id, user]));
    return tokens.flatMap((token) => {
      const owner = owners.get(token.userId);
      return owner === undefined ? [] : [{ token, owner }];
    });
  }

  /** Revokes a token; `ownerId` undefined for administrators. @throws DomainError `not-found`, also for tokens of others */
  async revoke(caller: Principal, id: number, ownerId: number | undefined, from: Caller): Promise<void> {
    const token = await this.tokens.findOneBy(ownerId === undefined ? { id } : { id, userId: ownerId });
    if (token === null) throw notFound('Token not found');
    await this.tokens.delete({ id });
    this.signals.emit('access-revoked', { userId: token.userId });
    await this.audit.write({ action: 'token.revoked', actor: caller, target: `token:${String(id)}`, from, detail: { name: token.name, owner: token.userId } });
  }

  /** Gives a token a new secret; the old one dies. A token may not do so with one that can more than itself. */
  async regenerate(caller: Principal, id: number, from: Caller): Promise<IssuedToken> {
    const token = await this.#own(caller, id);
    demandWithin(caller, token);
    const issued = await this.#renew(token);
    await this.audit.write({ action: 'token.regenerated', actor: caller, target: `token:${String(id)}`, from });
    return issued;
  }

  /** A code of eight letters for a device that has no keyboard; it works once within a minute. */
  async pair(caller: Principal, id: number, from: Caller): Promise<{ code: string; expiresIn: number }> {
    const token = await this.#own(caller, id);
    demandWithin(caller, token);
    await this.limiter.hit(LIMITS.pairAccount, String(caller.id));
    const code = randomCode();
    await this.store.set(pairKey(code), JSON.stringify({ id: token.id, userId: caller.id }), PAIR_TTL);
    await this.audit.write({ action: 'token.pairing-begun', actor: caller, target: `token:${String(id)}`, from });
    return { code, expiresIn: PAIR_TTL };
  }

  /** True while the code waits for its device. */
  async pairingOpen(code: string, from: Caller): Promise<boolean> {
    await this.limiter.hit(LIMITS.pairStatus, from.ip);
    return (await this.store.get(pairKey(code))) !== undefined;
  }

  /** Gives a device the token its code stands for, with a new secret: whatever was issued before stops working. */
  async exchange(code: string, from: Caller): Promise<IssuedToken> {
    await this.limiter.hit(LIMITS.exchange, from.ip);
    const waiting = await this.store.take(pairKey(code));
    if (waiting === undefined) {
      await this.audit.write({ action: 'token.refused', from, detail: { reason: 'pairing code' } });
      throw notFound('Invalid or expired pairing code');
    }
    // The owner too: ids of removed tokens are given out again.
    const { id, userId } = JSON.parse(waiting) as { id: number; userId: number };
    const token = await this.tokens.findOneBy({ id, userId });
    if (token === null) throw notFound('Token no longer exists');
    const owner = await this.users.findOneBy({ id: token.userId });
    if (owner?.enabled !== true) throw forbidden('Token owner is disabled');
    const issued = await this.#renew(token);
    await this.audit.write({ action: 'token.exchanged', actor: owner, target: `token:${String(token.id)}`, from });
    return issued;
  }

  async #own(caller: Principal, id: number): Promise<ClientToken> {
    const token = await this.tokens.findOneBy({ id, userId: caller.id });
    if (token === null) throw notFound('Token not found');
    return token;
  }

  async #renew(token: ClientToken): Promise<IssuedToken> {
    const secret = newClientToken();
    await this.tokens.update({ id: token.id }, { tokenHash: sha256(secret), lastUsedAt: null });
    return { token: Object.assign(token, { lastUsedAt: null }), secret };
  }
}

/** Who calls with a token gets hold of no other token that can more (CVE-2026-23896). */
const demandWithin = (caller: Principal, token: ClientToken): void => {
  if (caller.via !== 'client-token' && caller.via !== 'jwt') return;
  const excess = token.scopes.filter((scope) => !caller.scopes.has(scope));
  if (excess.length > 0) throw forbidden(`Requested scopes exceed your permissions: ${excess.toSorted().join(', ')}`);
};
