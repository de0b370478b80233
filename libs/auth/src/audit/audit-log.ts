import { Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Between, LessThan, MoreThanOrEqual, Repository, type FindOptionsWhere } from 'typeorm';

import type { Caller } from '../authenticate/caller.js';
import { AuditEntry } from './audit-entry.entity.js';

/** What the log is about; the first part is the subject. */
export type AuditAction =
  | `login.${'succeeded' | 'failed' | 'blocked'}`
  | 'logout'
  | 'claim.succeeded'
  | 'claim.failed'
  | `user.${'created' | 'updated' | 'deleted' | 'registered' | 'password-changed' | 'grants-changed'}`
  | `session.${'revoked' | 'all-revoked'}`
  | `token.${'created' | 'regenerated' | 'revoked' | 'exchanged' | 'issued' | 'replayed' | 'refused'}`
  | `device.${'requested' | 'approved' | 'denied' | 'collected'}`
  | `invite.${'created' | 'revoked' | 'used'}`
  | `password-reset.${'requested' | 'link-created' | 'done' | 'failed'}`
  | `group.${'created' | 'updated' | 'deleted'}`
  | `hidden.${'added' | 'removed'}`
  | `second-factor.${'enabled' | 'disabled' | 'failed' | 'recovery-used'}`
  | `app-password.${'created' | 'revoked'}`
  | `oidc.${'linked' | 'refused'}`
  | 'csrf.refused'
  | `servers.${string}`
  | 'settings.changed';

/** What is written down. `detail` must hold no secret. */
export interface AuditRecord {
  action: AuditAction;
  actor?: { id: number; username: string } | undefined;
  /** Name a stranger claimed, where there is no actor. */
  claimedName?: string | undefined;
  target?: string | undefined;
  from?: Caller | undefined;
  detail?: Record<string, unknown>;
}

export interface AuditQuery {
  action?: string | undefined;
  actorId?: number | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
  limit: number;
  offset: number;
}

const cut = (text: string | undefined, length: number): string | null => (text === undefined ? null : text.slice(0, length));

/** Who did what, when, from where. */
@Injectable()
export class AuditLog {
  readonly #logger = new Logger('audit');

  constructor(@InjectRepository(AuditEntry) private readonly entries: Repository<AuditEntry>) {}

  /** Writes a line. A full disk or lost database must not turn a sign-in into an error, so a failure is only logged. */
  async write(record: AuditRecord): Promise<void> {
    const actorName = cut(record.actor?.username ?? record.claimedName, 255);
    this.#logger.log({ action: record.action, actor: record.actor?.id ?? null, target: record.target, ip: record.from?.ip });
    try {
      await this.entries.insert({
        at: new Date(),
        action: record.action,
        actorId: record.actor === undefined || record.actor.id < 1 ? null : record.actor.id,
        actorName,
        target: cut(record.target, 255),
        ip: cut(record.from?.ip, 64),
        userAgent: cut(record.from?.userAgent, 500),
        detail: (record.detail ?? {}) as object,
      });
    } catch (error) {
      this.#logger.error({ err: error, action: record.action }, 'audit line lost');
    }
  }

  /** A page of the log, newest first. */
  async list(query: AuditQuery): Promise<{ items: AuditEntry[]; total: number }> {
    const where: FindOptionsWhere<AuditEntry> = {};
    if (query.action !== undefined) where.action = query.action;
    if (query.actorId !== undefined) where.actorId = query.actorId;
    if (query.since !== undefined && query.until !== undefined) where.at = Between(query.since, query.until);
    else if (query.since !== undefined) where.at = MoreThanOrEqual(query.since);
    else if (query.until !== undefined) where.at = LessThan(query.until);
    const [items, total] = await this.entries.findAndCount({ where, order: { id: 'DESC' }, take: query.limit, skip: query.offset });
    return { items, total };
  }

  /** Forgets lines older than that. */
  async prune(before: Date): Promise<void> {
    await this.entries.delete({ at: LessThan(before) });
  }
}
