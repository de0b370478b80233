import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { unavailable } from '@rumpus/errors';
import { randomBytes } from 'node:crypto';
import { LessThanOrEqual, MoreThan, Repository } from 'typeorm';

import { EphemeralStore } from './ephemeral-store.js';
import { EphemeralRow } from './ephemeral.entity.js';

const later = (seconds: number): Date => new Date(Date.now() + Math.round(seconds * 1000));
/** Tries of a count before the caller is told to come again. */
const ROUNDS = 20;

const newNonce = (): string => randomBytes(12).toString('hex');

/**
 * {@link EphemeralStore} on a table. Each decision is one statement whose row count tells who won, so it holds for any number
 * of processes on the same database, without transactions.
 */
@Injectable()
export class DatabaseEphemeralStore extends EphemeralStore {
  constructor(@InjectRepository(EphemeralRow) private readonly rows: Repository<EphemeralRow>) {
    super();
  }

  async set(key: string, value: string, ttl: number): Promise<void> {
    await this.rows.upsert({ key, value, count: 0, nonce: newNonce(), expiresAt: later(ttl) }, ['key']);
  }

  async add(key: string, value: string, ttl: number): Promise<boolean> {
    await this.rows.delete({ key, expiresAt: LessThanOrEqual(new Date()) });
    return this.#insert({ key, value, count: 0, nonce: newNonce(), expiresAt: later(ttl) });
  }

  async get(key: string): Promise<string | undefined> {
    const row = await this.rows.findOneBy({ key, expiresAt: MoreThan(new Date()) });
    return row?.value ?? undefined;
  }

  async take(key: string): Promise<string | undefined> {
    const row = await this.rows.findOneBy({ key });
    if (row === null) return undefined;
    const { affected } = await this.rows.delete({ key, nonce: row.nonce });
    return affected === 1 && row.expiresAt.getTime() > Date.now() ? (row.value ?? undefined) : undefined;
  }

  async delete(key: string): Promise<void> {
    await this.rows.delete({ key });
  }

  async increment(key: string, window: number, sliding = false): Promise<{ count: number; ttl: number }> {
    // A counter that ends between two statements is begun again; with others counting and clearing at the same time that can take a few rounds.
    for (let attempt = 0; attempt < ROUNDS; attempt += 1) {
      const live = { key, expiresAt: MoreThan(new Date()) };
      const { affected } = await this.rows.update(live, { count: () => 'count + 1', ...(sliding ? { expiresAt: later(window) } : {}) });
      if (affected === 1) {
        const row = await this.rows.findOneBy(live);
        // Cleared right after it was counted up: this call is the first of the new count.
        return row === null ? { count: 1, ttl: window } : { count: row.count, ttl: secondsLeft(row) };
      } else {
        await this.rows.delete({ key, expiresAt: LessThanOrEqual(new Date()) });
        if (await this.#insert({ key, value: null, count: 1, nonce: newNonce(), expiresAt: later(window) })) return { count: 1, ttl: window };
      }
    }
    throw unavailable('The server is busy, try again', { retryAfter: 1 });
  }

  /** Removes what has ended. */
  async prune(): Promise<void> {
    await this.rows.delete({ expiresAt: LessThanOrEqual(new Date()) });
  }

  /** Inserts unless the key is taken; true when it was inserted. */
  async #insert(row: EphemeralRow): Promise<boolean> {
    await this.rows.createQueryBuilder().insert().values(row).orIgnore().execute();
    const stored = await this.rows.findOneBy({ key: row.key });
    return stored?.nonce === row.nonce;
  }
}

const secondsLeft = (row: EphemeralRow): number => Math.max(1, Math.ceil((row.expiresAt.getTime() - Date.now()) / 1000));
