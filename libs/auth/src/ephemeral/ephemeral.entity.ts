import { BigIntColumn, StringColumn, TextColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';

/** A row of the database form of the ephemeral store. */
@Entity('ephemeral')
export class EphemeralRow {
  @StringColumn(255, { primary: true })
  key!: string;

  @TextColumn({ nullable: true })
  value!: string | null;

  @BigIntColumn({ default: 0 })
  count!: number;

  /** Random; a delete names it, so that it removes what was read and nothing newer. */
  @StringColumn(32)
  nonce!: string;

  @Index('ix_ephemeral_expires_at')
  @UtcColumn({ name: 'expires_at' })
  expiresAt!: Date;
}
