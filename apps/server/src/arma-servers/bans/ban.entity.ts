import { BoolColumn, IdColumn, IntColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';

/** A ban, on one server or (server_id null) on all. Lifted ones stay as history. */
@Entity('arma_bans')
@Index('ix_arma_bans_identity', ['identity'])
@Index('ix_arma_bans_server_id', ['server_id'])
export class ArmaBan {
  @IdColumn() id!: number;
  @IntColumn({ nullable: true }) server_id!: number | null;
  @StringColumn(8) kind!: 'guid' | 'ip';
  @StringColumn(64) identity!: string;
  @StringColumn(20, { nullable: true }) steam_id!: string | null;
  @StringColumn(255, { nullable: true }) player_name!: string | null;
  @StringColumn(128) reason!: string;
  /** Minutes; 0 = permanent. */
  @IntColumn() duration_minutes!: number;
  @StringColumn(64) created_by!: string;
  @UtcColumn() created_at!: Date;
  @UtcColumn({ nullable: true }) expires_at!: Date | null;
  @UtcColumn({ nullable: true }) lifted_at!: Date | null;
  @StringColumn(64, { nullable: true }) lifted_by!: string | null;
  @StringColumn(10, { default: 'panel' }) source!: 'panel' | 'game' | 'import';
  @UtcColumn({ nullable: true }) synced_at!: Date | null;
  @BoolColumn({ default: false }) in_game!: boolean;
}
