import { IdColumn, IntColumn, JsonColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';

/** One line of the audit log. Rows are only ever added and, when old, removed. */
@Entity('audit_log')
export class AuditEntry {
  @IdColumn()
  id!: number;

  @Index('ix_audit_log_at')
  @UtcColumn()
  at!: Date;

  /** What happened, e.g. `login.failed`. */
  @Index('ix_audit_log_action')
  @StringColumn(60)
  action!: string;

  /** Who did it; null for strangers and the system. */
  @Index('ix_audit_log_actor_id')
  @IntColumn({ name: 'actor_id', nullable: true })
  actorId!: number | null;

  /** The name at that time (of a stranger: the one he claimed, cut to 255). */
  @StringColumn(255, { name: 'actor_name', nullable: true })
  actorName!: string | null;

  /** What it was done to, e.g. `user:3`. */
  @StringColumn(255, { nullable: true })
  target!: string | null;

  @StringColumn(64, { nullable: true })
  ip!: string | null;

  @StringColumn(500, { name: 'user_agent', nullable: true })
  userAgent!: string | null;

  /** Particulars; never a secret. */
  @JsonColumn()
  detail!: Record<string, unknown>;
}
