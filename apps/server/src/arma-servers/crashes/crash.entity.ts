import { BigIntColumn, IdColumn, IntColumn, JsonColumn, StringColumn, TextColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';
import { type ArmaServer, BelongsToServer } from '../servers/server.entity.js';

/** A mod that was loaded when a server crashed. */
export interface CrashMod {
  name: string;
  version: string | null;
  workshop_id: string | null;
  kind: string;
}

/** A crash with everything that helps to find out why. */
@Entity('arma_crashes')
@Index('ix_arma_crashes_server_id_id', ['server_id', 'id'])
@Index('ix_arma_crashes_crashed_at', ['crashed_at'])
export class ArmaCrash {
  @IdColumn() id!: number;
  @IntColumn() server_id!: number;
  @BelongsToServer('arma_crashes') owner?: ArmaServer;
  @UtcColumn() crashed_at!: Date;
  @UtcColumn({ nullable: true }) started_at!: Date | null;
  @IntColumn({ nullable: true }) exit_code!: number | null;
  @StringColumn(16, { nullable: true }) exit_signal!: string | null;
  @TextColumn() reason!: string;
  /** What the server said last, without passwords. */
  @JsonColumn() last_lines!: string[];
  @StringColumn(36, { nullable: true }) session_id!: string | null;
  /** Name of the log file of the run. */
  @StringColumn(255, { nullable: true }) log_file!: string | null;
  /** Name of the memory dump the game wrote, below its profile folder. */
  @StringColumn(255, { nullable: true }) dump_file!: string | null;
  @BigIntColumn({ nullable: true }) dump_bytes!: number | null;
  @JsonColumn() mods!: CrashMod[];
  @StringColumn(160, { nullable: true }) mission!: string | null;
  @StringColumn(64, { nullable: true }) map!: string | null;
  @IntColumn({ default: 0 }) player_count!: number;
  @IntColumn({ nullable: true }) config_revision!: number | null;
}
