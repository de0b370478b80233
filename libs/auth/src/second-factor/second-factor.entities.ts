import { IdColumn, IntColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, ForeignKey, Index } from 'typeorm';

/** A one-time code for somebody who lost his authenticator. */
@Entity('recovery_codes')
export class RecoveryCode {
  @IdColumn()
  id!: number;

  @Index('ix_recovery_codes_user_id')
  @IntColumn({ name: 'user_id' })
  @ForeignKey('User', { name: 'fk_recovery_codes_user_id', onDelete: 'CASCADE' })
  userId!: number;

  @StringColumn(64, { name: 'code_hash' })
  codeHash!: string;

  @UtcColumn({ name: 'used_at', nullable: true })
  usedAt!: Date | null;
}

/** A password for one old client that knows only name and password; it opens no dashboard session. */
@Entity('app_passwords')
export class AppPassword {
  @IdColumn()
  id!: number;

  @Index('ix_app_passwords_user_id')
  @IntColumn({ name: 'user_id' })
  @ForeignKey('User', { name: 'fk_app_passwords_user_id', onDelete: 'CASCADE' })
  userId!: number;

  @StringColumn(255)
  name!: string;

  @Index('ux_app_passwords_secret_hash', { unique: true })
  @StringColumn(64, { name: 'secret_hash' })
  secretHash!: string;

  @UtcColumn({ name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;

  @UtcColumn({ name: 'created_at' })
  createdAt!: Date;
}
