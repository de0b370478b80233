import { BoolColumn, IdColumn, IntColumn, JsonColumn, StringColumn, TextColumn, UtcColumn } from '@rumpus/persistence';
import type { ProcessState } from '@rumpus/process-supervisor';
import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';

/** How the last process ended. */
export interface LastExit {
  code: number | null;
  signal: string | null;
  at: string;
  reason: string;
}

/** Share of the CPU against other processes. */
export type PriorityName = 'idle' | 'low' | 'normal' | 'high';

/** What is done with a server that stays over its memory limit. */
export type MemoryPolicy = 'warn' | 'restart';

/** A dedicated server (arma-servers spec §2). */
@Entity('arma_servers')
@Index('ux_arma_servers_name_key', ['name_key'], { unique: true })
@Index('ux_arma_servers_host_id_game_port', ['host_id', 'game_port'], { unique: true })
@Index('ux_arma_servers_host_id_rcon_port', ['host_id', 'rcon_port'], { unique: true })
export class ArmaServer {
  @IdColumn() id!: number;
  @StringColumn(64) name!: string;
  /** The name in lower case: names are unique without case. */
  @StringColumn(64) name_key!: string;
  @TextColumn() description!: string;
  @StringColumn(64) host_id!: string;
  @StringColumn(1000) exe_path!: string;
  @IntColumn() game_port!: number;
  @IntColumn() rcon_port!: number;
  @StringColumn(20, { default: 'stopped' }) status!: ProcessState;
  /** What the operator wants; survives a restart of the manager. */
  @StringColumn(20, { default: 'stopped' }) desired_state!: 'stopped' | 'running';
  @IntColumn({ nullable: true }) pid!: number | null;
  @StringColumn(64, { nullable: true }) pid_start_time!: string | null;
  @StringColumn(64, { nullable: true }) pid_boot_id!: string | null;
  /** New for every start; logs and players belong to one. */
  @StringColumn(36, { nullable: true }) session_id!: string | null;
  @StringColumn(1000, { nullable: true }) log_path!: string | null;
  @UtcColumn({ nullable: true }) started_at!: Date | null;
  @UtcColumn({ nullable: true }) ready_at!: Date | null;
  @UtcColumn({ nullable: true }) stopped_at!: Date | null;
  @JsonColumn({ nullable: true }) last_exit!: LastExit | null;
  @TextColumn({ nullable: true }) last_error!: string | null;
  @BoolColumn({ default: false }) auto_start!: boolean;
  @BoolColumn({ default: true }) auto_restart!: boolean;
  @IntColumn({ default: 3 }) max_restarts!: number;
  @IntColumn({ default: 3600 }) restart_window_seconds!: number;
  @IntColumn({ default: 10 }) restart_delay_seconds!: number;
  @IntColumn({ default: 0 }) restart_count!: number;
  @JsonColumn({ nullable: true }) cpu_affinity!: number[] | null;
  @StringColumn(10, { default: 'normal' }) priority!: PriorityName;
  @JsonColumn() tags!: string[];
  /** Resident memory it may take, in MiB; null is as much as there is. */
  @IntColumn({ nullable: true }) memory_limit_mb!: number | null;
  @StringColumn(10, { default: 'restart' }) memory_policy!: MemoryPolicy;
  @IntColumn({ default: 1 }) config_revision!: number;
  @IntColumn({ nullable: true }) running_revision!: number | null;
  @UtcColumn() created_at!: Date;
  @UtcColumn() updated_at!: Date;
}

/** The row goes when its server goes. `table` is the name of the table that has the column `server_id`. */
export const BelongsToServer =
  (table: string): PropertyDecorator =>
  (target, property) => {
    ManyToOne(() => ArmaServer, { onDelete: 'CASCADE' })(target, property);
    JoinColumn({ name: 'server_id', foreignKeyConstraintName: `fk_${table}_server_id` })(target, property);
  };
