import { IntColumn, JsonColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';

/** A call that must not be carried out twice, and what it answered. */
@Entity('arma_idempotency')
@Index('ix_arma_idempotency_created_at', ['created_at'])
export class ArmaIdempotency {
  /** Digest of user and key. */
  @StringColumn(64, { primary: true }) key_hash!: string;
  /** Digest of the call, to tell when a key is used for another one. */
  @StringColumn(64) fingerprint!: string;
  /** Null while the call is at work. */
  @IntColumn({ nullable: true }) status!: number | null;
  @JsonColumn({ nullable: true }) body!: { data: object | null } | null;
  @UtcColumn() created_at!: Date;
}
