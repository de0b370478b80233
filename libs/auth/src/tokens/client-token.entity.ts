import { IdColumn, IntColumn, JsonColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, ForeignKey, Index } from 'typeorm';

import type { Scope } from '../scopes/scopes.js';

/** A client API token. Only the SHA-256 of its secret is stored. */
@Entity('client_tokens')
export class ClientToken {
  @IdColumn()
  id!: number;

  @Index('ix_client_tokens_user_id')
  @IntColumn({ name: 'user_id' })
  @ForeignKey('User', { name: 'fk_client_tokens_user_id', onDelete: 'CASCADE' })
  userId!: number;

  @StringColumn(255)
  name!: string;

  @Index('ux_client_tokens_token_hash', { unique: true })
  @StringColumn(64, { name: 'token_hash' })
  tokenHash!: string;

  @JsonColumn()
  scopes!: Scope[];

  @StringColumn(255, { name: 'device_id', nullable: true })
  deviceId!: string | null;

  @UtcColumn({ name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @UtcColumn({ name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;

  @UtcColumn({ name: 'created_at' })
  createdAt!: Date;
}
