import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { CONFIG, type Config } from '@rumpus/config';
import { notFound } from '@rumpus/errors';
import { PairLookup } from '@rumpus/persistence';
import { randomUUID } from 'node:crypto';
import { LessThan, MoreThan, Not, Repository } from 'typeorm';

import type { Caller } from '../authenticate/caller.js';
import { IdentitySignals } from '../signals/identity-signals.js';
import { sha256 } from '../tokens/secrets.js';
import { User } from '../users/user.entity.js';
import { Session, type SessionKind } from './session.entity.js';

/** What a new session is made of. */
export interface NewSession {
  userId: number;
  kind: SessionKind;
  method: 'password' | 'oidc';
  from: Caller;
  deviceId?: string | null;
  oidcIdToken?: string | null;
  /** Seconds; the configured age when absent. */
  lifetime?: number;
}

/** Life of a session is written back at most this often (milliseconds). */
const TOUCH_EVERY = 60_000;

/** Sign-ins that last. The secret lives in the client only; we keep its hash. */
@Injectable()
export class SessionService {
  private readonly lookup: PairLookup<Session, User>;

  constructor(
    @InjectRepository(Session) private readonly sessions: Repository<Session>,
    @Inject(CONFIG) private readonly config: Config,
    private readonly signals: IdentitySignals,
  ) {
    this.lookup = new PairLookup(sessions.manager.dataSource, Session, User, 'secretHash', 'userId');
  }

  /** Begins a session and returns its secret, a random UUID. */
  async begin(session: NewSession): Promise<{ secret: string; session: Session }> {
    const secret = randomUUID();
    const now = new Date();
    const row = this.sessions.create({
      secretHash: sha256(secret),
      userId: session.userId,
      kind: session.kind,
      method: session.method,
      deviceId: session.deviceId ?? null,
      ip: session.from.ip.slice(0, 64),
      userAgent: session.from.userAgent.slice(0, 500),
      oidcIdToken: session.oidcIdToken ?? null,
      createdAt: now,
      lastSeen: now,
      expiresAt: new Date(now.getTime() + (session.lifetime ?? this.config.auth.sessionMaxAge) * 1000),
    });
    return { secret, session: await this.sessions.save(row) };
  }

  /** The live session of that secret and its user, in one query. */
  async find(secret: string, kind: SessionKind): Promise<{ session: Session; user: User } | undefined> {
    const found = await this.lookup.find(sha256(secret));
    if (found === undefined) return undefined;
    const { left: session, right: user } = found;
    if (session.kind !== kind || session.expiresAt.getTime() <= Date.now()) return undefined;
    return user.enabled ? { session, user } : undefined;
  }

  /** Notes that a browser session was used; its life starts anew. */
  async touch(session: Session): Promise<void> {
    const now = Date.now();
    if (now - session.lastSeen.getTime() < TOUCH_EVERY) return;
    const expiresAt = session.kind === 'browser' ? new Date(now + this.config.auth.sessionMaxAge * 1000) : session.expiresAt;
    await this.sessions.update({ id: session.id }, { lastSeen: new Date(now), expiresAt });
  }

  /** Live sessions of a user, most recently used first. */
  list(userId: number): Promise<Session[]> {
    return this.sessions.find({ where: { userId, expiresAt: MoreThan(new Date()) }, order: { lastSeen: 'DESC' } });
  }

  /** @throws DomainError `not-found` */
  async get(id: number): Promise<Session> {
    const session = await this.sessions.findOneBy({ id });
    if (session === null) throw notFound('Session not found');
    return session;
  }

  /** Every live session, most recently used first. */
  listAll(): Promise<Session[]> {
    return this.sessions.find({ where: { expiresAt: MoreThan(new Date()) }, order: { lastSeen: 'DESC' } });
  }

  /** Ends the sessions that belong to a device. */
  async endOfDevice(userId: number, deviceId: string): Promise<void> {
    await this.sessions.delete({ userId, deviceId });
    this.signals.emit('access-revoked', { userId });
  }

  /** Ends one session of a user. @throws DomainError `not-found` when it is not his */
  async end(userId: number, sessionId: number): Promise<void> {
    const { affected } = await this.sessions.delete({ id: sessionId, userId });
    if (affected === 0) throw notFound('Session not found');
    this.signals.emit('access-revoked', { userId });
  }

  /** Ends the session of that secret, if there is one, and returns it. */
  async endBySecret(secret: string): Promise<Session | null> {
    const session = await this.sessions.findOneBy({ secretHash: sha256(secret) });
    if (session === null) return null;
    await this.sessions.delete({ id: session.id });
    this.signals.emit('access-revoked', { userId: session.userId });
    return session;
  }

  /** Ends all sessions of a user, but for the one given. */
  async endAll(userId: number, except?: number): Promise<void> {
    await this.sessions.delete(except === undefined ? { userId } : { userId, id: Not(except) });
    this.signals.emit('access-revoked', { userId });
  }

  /** Forgets sessions whose time is over. */
  async prune(): Promise<void> {
    await this.sessions.delete({ expiresAt: LessThan(new Date()) });
  }
}
