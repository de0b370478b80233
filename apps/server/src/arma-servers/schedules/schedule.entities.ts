import { BoolColumn, IdColumn, IntColumn, JsonColumn, StringColumn, TextColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';
import { type ArmaServer, BelongsToServer } from '../servers/server.entity.js';
import type { Warning } from './countdown.js';
import type { ScheduleAction, SchedulePayload } from './schedule.dto.js';

/** Something a server does by itself at certain times (arma-servers spec §4.11). */
@Entity('arma_schedules')
@Index('ix_arma_schedules_server_id', ['server_id'])
@Index('ix_arma_schedules_wake_at', ['wake_at'])
export class ArmaSchedule {
  @IdColumn() id!: number;
  @IntColumn() server_id!: number;
  @BelongsToServer('arma_schedules') owner?: ArmaServer;
  @StringColumn(64) name!: string;
  /** Five fields; null when `every_hours` counts. */
  @StringColumn(120, { nullable: true }) cron!: string | null;
  /** Hours since the server was started. */
  @IntColumn({ nullable: true }) every_hours!: number | null;
  @StringColumn(64) timezone!: string;
  @StringColumn(20) action!: ScheduleAction;
  @JsonColumn() payload!: SchedulePayload;
  @JsonColumn() warnings!: Warning[];
  @IntColumn({ nullable: true }) lock_minutes_before!: number | null;
  @IntColumn({ nullable: true }) max_players!: number | null;
  @IntColumn({ default: 0 }) max_delay_minutes!: number;
  @IntColumn({ default: 10 }) catch_up_minutes!: number;
  @BoolColumn({ default: true }) enabled!: boolean;
  @BoolColumn({ default: false }) skip_next!: boolean;
  /** When it is due by its rule. */
  @UtcColumn({ nullable: true }) next_run_at!: Date | null;
  /** When it will really run: later than due while players are on. */
  @UtcColumn({ nullable: true }) run_at!: Date | null;
  /** When there is something to do for it: a warning, the lock, or the run. */
  @UtcColumn({ nullable: true }) wake_at!: Date | null;
  /** Minutes of the last warning that was given. */
  @IntColumn({ nullable: true }) warned_minutes!: number | null;
  @BoolColumn({ default: false }) locked!: boolean;
  @UtcColumn({ nullable: true }) last_run_at!: Date | null;
  @StringColumn(20, { nullable: true }) last_result!: RunStatus | null;
  @StringColumn(64) created_by!: string;
  @UtcColumn() created_at!: Date;
  @UtcColumn() updated_at!: Date;
}

/** What became of a run. */
export type RunStatus = 'queued' | 'running' | 'done' | 'failed' | 'skipped' | 'missed';

/** One run of a schedule, or why there was none. */
@Entity('arma_schedule_runs')
@Index('ix_arma_schedule_runs_server_id_id', ['server_id', 'id'])
@Index('ix_arma_schedule_runs_created_at', ['created_at'])
export class ArmaScheduleRun {
  @IdColumn() id!: number;
  @IntColumn() server_id!: number;
  @BelongsToServer('arma_schedule_runs') owner?: ArmaServer;
  /** Stays when the schedule is deleted. */
  @IntColumn() schedule_id!: number;
  @StringColumn(64) schedule_name!: string;
  @StringColumn(20) action!: ScheduleAction;
  @JsonColumn() payload!: SchedulePayload;
  @StringColumn(64) actor!: string;
  @StringColumn(20) status!: RunStatus;
  @TextColumn({ nullable: true }) message!: string | null;
  @UtcColumn() due_at!: Date;
  @UtcColumn({ nullable: true }) started_at!: Date | null;
  @UtcColumn({ nullable: true }) finished_at!: Date | null;
  @UtcColumn() created_at!: Date;
}
