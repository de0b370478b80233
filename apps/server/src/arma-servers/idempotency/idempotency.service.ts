import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { isUniqueViolation } from '@rumpus/persistence';
import { IsNull, LessThan, Repository } from 'typeorm';
import { LanguardError } from '../errors.js';
import { ArmaIdempotency } from './idempotency.entity.js';

const DAY_MS = 86_400_000;
/** A call that began and never ended: its manager died. */
const FORGOTTEN_MS = 5 * 60_000;

/** A call as far as it tells it from others. */
export interface Call {
  userId: number;
  key: string;
  method: string;
  url: string;
  body: unknown;
}

/** An answer that was given before. */
export interface StoredAnswer {
  status: number;
  data: object | null;
}

const digest = (...parts: string[]): string => createHash('sha256').update(parts.join('\0')).digest('hex');

/** Calls with an `Idempotency-Key`: carried out once, answered as often as they are made, for a day (arma-servers spec §1.1). */
@Injectable()
export class IdempotencyService {
  constructor(@InjectRepository(ArmaIdempotency) private readonly calls: Repository<ArmaIdempotency>) {}

  /**
   * Begins a call.
   *
   * @returns the answer it had before, or undefined when it is to be carried out now
   * @throws LanguardError `JOB_RUNNING` while the first one is at work, `VALIDATION_ERROR` when the key was used for another call
   */
  async begin({ userId, key, method, url, body }: Call): Promise<StoredAnswer | undefined> {
    const row = { key_hash: digest(String(userId), key), fingerprint: digest(method, url, JSON.stringify(body ?? null)), status: null, body: null, created_at: new Date() };
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.calls.insert(row);
        return undefined;
      } catch (error) {
        if (!isUniqueViolation(error) || attempt > 3) throw error;
      }
      const known = await this.calls.findOneBy({ key_hash: row.key_hash });
      if (known === null) continue;
      const age = Date.now() - known.created_at.getTime();
      if (age > DAY_MS || (known.status === null && age > FORGOTTEN_MS)) {
        await this.calls.delete({ key_hash: known.key_hash, created_at: known.created_at });
        continue;
      }
      if (known.fingerprint !== row.fingerprint) throw new LanguardError('VALIDATION_ERROR', 'This Idempotency-Key was used for another call', [{ path: 'Idempotency-Key', rule: 'reused', message: 'was used for another call' }]);
      if (known.status === null) throw new LanguardError('JOB_RUNNING', 'The same call is at work');
      return { status: known.status, data: known.body?.data ?? null };
    }
  }

  /** Keeps what a call answered. */
  async end({ userId, key }: Call, answer: StoredAnswer): Promise<void> {
    await this.calls.update({ key_hash: digest(String(userId), key) }, { status: answer.status, body: { data: answer.data } });
  }

  /** A call that failed changed nothing, so it may be made again. */
  async fail({ userId, key }: Call): Promise<void> {
    await this.calls.delete({ key_hash: digest(String(userId), key), status: IsNull() });
  }

  /** Forgets calls of more than a day ago. */
  async forget(): Promise<void> {
    await this.calls.delete({ created_at: LessThan(new Date(Date.now() - DAY_MS)) });
  }
}
