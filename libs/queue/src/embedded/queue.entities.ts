import { BigIntColumn, BoolColumn, IntColumn, JsonColumn, StringColumn, TextColumn, UtcColumn } from '@rumpus/persistence';
import { Entity } from 'typeorm';
import type { JobProgress } from '../port/job-context.js';

/** What is stored; `delayed` is `waiting` with a time to come. */
export type StoredState = 'waiting' | 'active' | 'completed' | 'failed' | 'cancelled';

/** One job of the embedded queue. */
@Entity('queue_jobs')
export class QueueJobRow {
  @StringColumn(200, { primary: true })
  id!: string;

  @StringColumn(100)
  name!: string;

  @StringColumn(20)
  state!: StoredState;

  @IntColumn()
  priority!: number;

  @JsonColumn()
  payload!: unknown;

  @JsonColumn({ nullable: true })
  progress!: JobProgress | null;

  @JsonColumn({ nullable: true })
  result!: unknown;

  @TextColumn({ nullable: true })
  failure!: string | null;

  @JsonColumn()
  log!: string[];

  @IntColumn()
  attempts!: number;

  @IntColumn({ name: 'max_attempts' })
  maxAttempts!: number;

  /** How often a process died while it ran this. */
  @IntColumn()
  crashes!: number;

  @UtcColumn({ name: 'run_at' })
  runAt!: Date;

  @UtcColumn({ name: 'created_at' })
  createdAt!: Date;

  @UtcColumn({ name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @UtcColumn({ name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  /** The process that runs it, see `ownerName`. */
  @StringColumn(200, { nullable: true })
  owner!: string | null;

  /** Until when its owner is believed to be alive. */
  @UtcColumn({ name: 'lease_until', nullable: true })
  leaseUntil!: Date | null;

  @BoolColumn({ name: 'cancel_requested' })
  cancelRequested!: boolean;
}

/** A job name that is paused on every instance. */
@Entity('queue_pauses')
export class QueuePauseRow {
  @StringColumn(100, { primary: true })
  name!: string;
}

/** A cron entry. */
@Entity('queue_schedules')
export class QueueScheduleRow {
  @StringColumn(150, { primary: true })
  key!: string;

  @StringColumn(100)
  name!: string;

  @StringColumn(100)
  cron!: string;

  @JsonColumn()
  payload!: unknown;

  /** Milliseconds since 1970; a number because instances race for it by comparing. */
  @BigIntColumn({ name: 'next_at' })
  nextAt!: number;
}

/** Entities of the embedded queue. */
export const queueEntities = [QueueJobRow, QueuePauseRow, QueueScheduleRow] as const;
