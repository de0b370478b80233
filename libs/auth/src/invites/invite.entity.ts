import { IdColumn, IntColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';

import type { Role } from '../guard/principal.js';

/** An invitation to make an account. The link itself is a JWT; this row makes it work once and lets it be taken back. */
@Entity('invites')
export class Invite {
  @IdColumn()
  id!: number;

  @Index('ux_invites_jti', { unique: true })
  @StringColumn(36)
  jti!: string;

  @IntColumn({ name: 'created_by', nullable: true })
  createdBy!: number | null;

  @StringColumn(20)
  role!: Role;

  @IntColumn({ name: 'permission_group_id', nullable: true })
  permissionGroupId!: number | null;

  @StringColumn(255, { nullable: true })
  email!: string | null;

  @UtcColumn({ name: 'created_at' })
  createdAt!: Date;

  @UtcColumn({ name: 'expires_at' })
  expiresAt!: Date;

  @UtcColumn({ name: 'used_at', nullable: true })
  usedAt!: Date | null;

  @IntColumn({ name: 'used_by', nullable: true })
  usedBy!: number | null;
}
