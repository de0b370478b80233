import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, LessThan } from 'typeorm';

import { AuditLog } from './audit/audit-log.js';
import { DeviceCode } from './device-flow/device-code.entity.js';
import { EphemeralRow } from './ephemeral/ephemeral.entity.js';
import { Invite } from './invites/invite.entity.js';
import { SessionService } from './sessions/session.service.js';
import { RefreshToken } from './tokens/refresh-token.entity.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How long the audit log reaches back. */
const AUDIT_AGE = 400 * DAY;
/** How long spent invitations stay listed. */
const INVITE_AGE = 30 * DAY;

/** Removes what has expired, once an hour. Nothing depends on it: expired things are refused anyway. */
@Injectable()
export class Janitor implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('identity');
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly sessions: SessionService,
    private readonly audit: AuditLog,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.sweep(), HOUR);
    this.#timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  /** Removes everything whose time is over. */
  async sweep(now = new Date()): Promise<void> {
    try {
      await this.sessions.prune();
      for (const entity of [EphemeralRow, DeviceCode, RefreshToken]) await this.dataSource.manager.delete(entity, { expiresAt: LessThan(now) });
      await this.dataSource.manager.delete(Invite, { expiresAt: LessThan(new Date(now.getTime() - INVITE_AGE)) });
      await this.audit.prune(new Date(now.getTime() - AUDIT_AGE));
    } catch (error) {
      this.#logger.warn({ err: error }, 'expired rows could not be removed');
    }
  }
}
