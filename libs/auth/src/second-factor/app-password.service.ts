import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { invalid, notFound } from '@rumpus/errors';
import { Repository } from 'typeorm';

import { randomHex, sha256 } from '../tokens/secrets.js';
import { AppPassword } from './second-factor.entities.js';

const PREFIX = 'rap-';
const MOST = 25;
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

  async revoke(userId: number, id: number): Promise<void> {
    const { affected } = await this.passwords.delete({ id, userId });
    if (affected === 0) throw notFound('App password not found');
  }

  /** True when the secret is one of the user's app passwords. */
  async matches(userId: number, secret: string): Promise<boolean> {
    if (!secret.startsWith(PREFIX)) return false;
    const row = await this.passwords.findOneBy({ userId, secretHash: sha256(secret) });
    if (row === null) return false;
    if (Date.now() - (row.lastUsedAt?.getTime() ?? 0) > TOUCH_EVERY) await this.passwords.update({ id: row.id }, { lastUsedAt: new Date() });
    return true;
  }
}
