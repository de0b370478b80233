import { IdColumn, IntColumn, StringColumn, TextColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, ForeignKey, Index } from 'typeorm';

/** What kind of client holds a session. */
export type SessionKind = 'browser' | 'languard';

/** A sign-in that lasts: a browser's cookie or a server manager token. Only the hash of its secret is stored. */
@Entity('sessions')
export class Session {
  @IdColumn()
  id!: number;

  @Index('ux_sessions_secret_hash', { unique: true })
  @StringColumn(64, { name: 'secret_hash' })
  secretHash!: string;

  @Index('ix_sessions_user_id')
  @IntColumn({ name: 'user_id' })
  @ForeignKey('User', { name: 'fk_sessions_user_id', onDelete: 'CASCADE' })
  userId!: number;

  @StringColumn(20)
  kind!: SessionKind;

  /** What let the person in; null for sessions from before this was noted. */
  @StringColumn(20, { nullable: true })
  method!: 'password' | 'oidc' | null;

  @StringColumn(255, { name: 'device_id', nullable: true })
  deviceId!: string | null;

  @StringColumn(64)
  ip!: string;

  @StringColumn(500, { name: 'user_agent' })
  userAgent!: string;

  /** Kept for RP-initiated logout at the OpenID provider. */
  @TextColumn({ name: 'oidc_id_token', nullable: true })
  oidcIdToken!: string | null;

  @UtcColumn({ name: 'created_at' })
  createdAt!: Date;

  @UtcColumn({ name: 'last_seen' })
  lastSeen!: Date;

  @Index('ix_sessions_expires_at')
  @UtcColumn({ name: 'expires_at' })
  expiresAt!: Date;
}
