import { BigIntColumn, IdColumn, IntColumn, StringColumn, TextColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';

/** A stored log entry; one entry may be several lines. No foreign key: rows come by the thousand and go in chunks. */
@Entity('arma_logs')
@Index('ix_arma_logs_server_id_id', ['server_id', 'id'])
@Index('ix_arma_logs_server_id_level_id', ['server_id', 'level', 'id'])
@Index('ix_arma_logs_received_at', ['received_at'])
export class ArmaLog {
  @IdColumn() id!: number;
  @IntColumn() server_id!: number;
  @StringColumn(36) session_id!: string;
  @UtcColumn({ nullable: true }) ts!: Date | null;
  @StringColumn(32) ts_raw!: string;
  @UtcColumn() received_at!: Date;
  /** 0 debug, 1 info, 2 warning, 3 error, 4 critical. */
  @IntColumn() level!: number;
  @StringColumn(20) category!: string;
  @TextColumn() message!: string;
  /** How many equal messages this row stands for. */
  @IntColumn({ default: 1 }) repeat_count!: number;
  /** 0 report file, 1 stdout, 2 rcon, 3 manager. */
  @IntColumn({ default: 1 }) source!: number;
  @BigIntColumn() byte_offset!: number;
}
