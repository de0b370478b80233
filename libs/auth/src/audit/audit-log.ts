import { Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, Repository } from 'typeorm';

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
  | `token.${'created' | 'regenerated' | 'revoked' | 'pairing-begun' | 'exchanged' | 'issued' | 'replayed' | 'refused'}`
  | `device.${'requested' | 'approved' | 'denied' | 'collected' | 'removed'}`
  | `invite.${'created' | 'revoked'}`
  | `password-reset.${'requested' | 'link-created' | 'done' | 'failed'}`
  | `group.${'created' | 'updated' | 'deleted'}`
  | `hidden.${'added' | 'removed'}`
  | `second-factor.${'enabled' | 'disabled' | 'failed' | 'recovery-used' | 'codes-renewed'}`
  | `app-password.${'created' | 'revoked'}`
  | `oidc.${'linked' | 'refused'}`
  | 'csrf.refused'
  | `servers.${string}`
  | 'settings.changed'
  | 'task.run';

/** Actions that can be asked for also while the log has no such line; servers have more, named after their routes. */
export const AUDIT_ACTIONS: readonly AuditAction[] = [
  'login.succeeded', 'login.failed', 'login.blocked', 'logout', 'claim.succeeded', 'claim.failed',
  'user.created', 'user.updated', 'user.deleted', 'user.registered', 'user.password-changed', 'user.grants-changed',
  'session.revoked', 'session.all-revoked',
  'token.created', 'token.regenerated', 'token.revoked', 'token.pairing-begun', 'token.exchanged', 'token.issued', 'token.replayed', 'token.refused',
  'device.requested', 'device.approved', 'device.denied', 'device.collected', 'device.removed',
  'invite.created', 'invite.revoked',
  'password-reset.requested', 'password-reset.link-created', 'password-reset.done', 'password-reset.failed',
  'group.created', 'group.updated', 'group.deleted', 'hidden.added', 'hidden.removed',
  'second-factor.enabled', 'second-factor.disabled', 'second-factor.failed', 'second-factor.recovery-used', 'second-factor.codes-renewed',
  'app-password.created', 'app-password.revoked', 'oidc.linked', 'oidc.refused', 'csrf.refused', 'settings.changed', 'task.run',
];

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
  /** A whole name (`login.failed`) or a subject (`login`). */
  action?: string | undefined;
  actorId?: number | undefined;
  /** Part of a name, target or address. */
  text?: string | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
  limit: number;
  offset: number;
}

/** Text as a LIKE pattern that means just this text, with `!` as escape. */
const literally = (text: string): string => text.replaceAll(/[!%_]/gu, (sign) => `!${sign}`);

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

  /** Every action to ask for: the known ones and those that stand in the log. */
  async actions(): Promise<string[]> {
    const rows = await this.entries.createQueryBuilder('entry').select('entry.action', 'action').distinct(true).getRawMany<{ action: string }>();
    return [...new Set([...AUDIT_ACTIONS, ...rows.map(({ action }) => action)])].toSorted();
  }

  /** A page of the log, newest first. */
  async list(query: AuditQuery): Promise<{ items: AuditEntry[]; total: number }> {
    const found = this.entries.createQueryBuilder('entry');
    const { action, actorId, text, since, until } = query;
    if (action !== undefined) found.andWhere(action.includes('.') ? 'entry.action = :action' : '(entry.action = :action OR entry.action LIKE :subject ESCAPE \'!\')', { action, subject: `${literally(action)}.%` });
    if (actorId !== undefined) found.andWhere('entry.actorId = :actorId', { actorId });
    if (since !== undefined) found.andWhere('entry.at >= :since', { since: since.getTime() });
    if (until !== undefined) found.andWhere('entry.at < :until', { until: until.getTime() });
    if (text !== undefined && text !== '') found.andWhere(`(${['actorName', 'target', 'ip'].map((column) => `LOWER(entry.${column}) LIKE :text ESCAPE '!'`).join(' OR ')})`, { text: `%${literally(text.toLowerCase())}%` });
    const [items, total] = await found.orderBy('entry.id', 'DESC').take(query.limit).skip(query.offset).getManyAndCount();
    return { items, total };
  }

  /** Forgets lines older than that. */
  async prune(before: Date): Promise<void> {
    await this.entries.delete({ at: LessThan(before) });
  }
}
