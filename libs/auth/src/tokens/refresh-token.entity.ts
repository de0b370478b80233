import { IdColumn, IntColumn, JsonColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, ForeignKey, Index } from 'typeorm';

import type { Scope } from '../scopes/scopes.js';

/** One link in the chain of refresh tokens that a password grant began. Used links are kept to notice a replay. */
@Entity('refresh_tokens')
export class RefreshToken {
  @IdColumn()
  id!: number;

  @Index('ux_refresh_tokens_jti', { unique: true })
  @StringColumn(36)
  jti!: string;

  /** Shared by all links of a chain; when a used link shows up again, the chain is cut. */
  @Index('ix_refresh_tokens_family')
  @StringColumn(36)
  family!: string;

  @Index('ix_refresh_tokens_user_id')
  @IntColumn({ name: 'user_id' })
  @ForeignKey('User', { name: 'fk_refresh_tokens_user_id', onDelete: 'CASCADE' })
  userId!: number;

  @JsonColumn()
  scopes!: Scope[];

  @UtcColumn({ name: 'used_at', nullable: true })
  usedAt!: Date | null;

  @Index('ix_refresh_tokens_expires_at')
  @UtcColumn({ name: 'expires_at' })
  expiresAt!: Date;
}
