import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { invalid, notFound } from '@rumpus/errors';
import { Repository } from 'typeorm';

import { randomHex, sha256 } from '../tokens/secrets.js';
import { AppPassword } from './second-factor.entities.js';

const PREFIX = 'rap-';
const MOST = 25;

/** True for what has the form of an app password: 160 random bits that nobody guesses. */
export const isAppPassword = (secret: string): boolean => /^rap-[0-9a-f]{40}$/u.test(secret);
const TOUCH_EVERY = 5 * 60_000;

/**
 * Passwords for single devices whose software knows only name and password (Subsonic clients, OPDS readers, feeds). They work
 * wherever Basic and the password grant do, also with the second factor on, but begin no dashboard session.
 */
@Injectable()
export class AppPasswordService {
  constructor(@InjectRepository(AppPassword) private readonly passwords: Repository<AppPassword>) {}

  list(userId: number): Promise<AppPassword[]> {
    return this.passwords.find({ where: { userId }, order: { id: 'DESC' } });
  }

  /** Makes a password; it is shown this once. 160 random bits, so a plain hash keeps it safe. */
  async create(userId: number, name: string): Promise<{ row: AppPassword; secret: string }> {
    if ((await this.passwords.countBy({ userId })) >= MOST) throw invalid(`Maximum of ${String(MOST)} app passwords per user reached`);
    const secret = PREFIX + randomHex(20);
    const row = await this.passwords.save(this.passwords.create({ userId, name, secretHash: sha256(secret), lastUsedAt: null, createdAt: new Date() }));
    return { row, secret };
  }

  /** Revokes a password; `ownerId` undefined: anybody's. @throws DomainError `not-found`, also for those of others */
  async revoke(id: number, ownerId: number | undefined): Promise<AppPassword> {
    const row = await this.passwords.findOneBy(ownerId === undefined ? { id } : { id, userId: ownerId });
    if (row === null) throw notFound('App password not found');
    await this.passwords.delete({ id });
    return row;
  }

  /** True while that password of the user has not been revoked. */
  exists(userId: number, id: unknown): Promise<boolean> {
    return typeof id === 'number' ? this.passwords.existsBy({ id, userId }) : Promise.resolve(false);
  }

  /** Every app password with its owner, newest first. */
  listAll(): Promise<AppPassword[]> {
    return this.passwords.find({ order: { id: 'DESC' } });
  }

  /** Id of the user's app password that this secret is; undefined when it is none. */
  async idOf(userId: number, secret: string): Promise<number | undefined> {
    if (!isAppPassword(secret)) return undefined;
    const row = await this.passwords.findOneBy({ userId, secretHash: sha256(secret) });
    if (row === null) return undefined;
    if (Date.now() - (row.lastUsedAt?.getTime() ?? 0) > TOUCH_EVERY) await this.passwords.update({ id: row.id }, { lastUsedAt: new Date() });
    return row.id;
  }
}
