import { IdColumn, IntColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, ForeignKey, Index } from 'typeorm';

/** Which account a person at an OpenID provider is. Bound at the first sign-in, so a later change of e-mail breaks nothing. */
@Entity('oidc_identities')
@Index('ux_oidc_identities_issuer_subject', ['issuer', 'subject'], { unique: true })
export class OidcIdentity {
  @IdColumn()
  id!: number;

  @Index('ix_oidc_identities_user_id')
  @IntColumn({ name: 'user_id' })
  @ForeignKey('User', { name: 'fk_oidc_identities_user_id', onDelete: 'CASCADE' })
  userId!: number;

  @StringColumn(255)
  issuer!: string;

  @StringColumn(255)
  subject!: string;

  @UtcColumn({ name: 'created_at' })
  createdAt!: Date;
}
