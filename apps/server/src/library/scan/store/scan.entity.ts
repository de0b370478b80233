import { IdColumn, IntColumn, JsonColumn, StringColumn, TextColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import type { ScanCheckpoint, ScanRequest, ScanStats, ScanStatus, ScanTrigger } from '../scan-types.js';

/** One run of a scan, with where it got to: it is taken up there after a restart. */
@Entity('library_scans')
@Index('ix_library_scans_status', ['status'])
export class Scan {
  @IdColumn() id!: number;
  @StringColumn(100, { nullable: true }) job_id!: string | null;
  @StringColumn(20) status!: ScanStatus;
  @StringColumn(20) trigger!: ScanTrigger;
  @IntColumn({ nullable: true }) user_id!: number | null;
  @JsonColumn() request!: ScanRequest;
  @JsonColumn() stats!: ScanStats;
  @JsonColumn() checkpoint!: ScanCheckpoint;
  @IntColumn({ default: 0 }) failure_count!: number;
  /** Why it failed as a whole. */
  @TextColumn({ nullable: true }) message!: string | null;
  @UtcColumn() created_at!: Date;
  @UtcColumn({ nullable: true }) started_at!: Date | null;
  @UtcColumn({ nullable: true }) ended_at!: Date | null;
}

/** Something in the library that a scan could not read, or only in part. */
@Entity('library_scan_failures')
@Index('ix_library_scan_failures_scan_id_id', ['scan_id', 'id'])
export class ScanFailure {
  @IdColumn() id!: number;
  @IntColumn() scan_id!: number;
  @ManyToOne(() => Scan, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'scan_id', foreignKeyConstraintName: 'fk_library_scan_failures_scan_id' })
  scan?: Scan;

  /** Relative to the library. */
  @StringColumn(1000) path!: string;
  /** One word, e.g. `encrypted`, `unreadable`, `stalled`. */
  @StringColumn(40) problem!: string;
  @StringColumn(1000) message!: string;
  @UtcColumn() created_at!: Date;
}

/** Games that vanished in such numbers that a person has to say whether they are gone (the brake). */
@Entity('library_scan_brakes')
@Index('ux_library_scan_brakes_fs_slug', ['fs_slug'], { unique: true })
export class ScanBrake {
  @IdColumn() id!: number;
  /** The platform's folder. */
  @StringColumn(400) fs_slug!: string;
  @IntColumn() platform_id!: number;
  /** The whole folder is gone, not only entries in it. */
  @StringColumn(20) kind!: 'platform' | 'entries';
  @IntColumn() vanished_count!: number;
  @IntColumn() total_count!: number;
  @JsonColumn() rom_ids!: number[];
  /** `rejected`: the same games are not asked about again. */
  @StringColumn(20) status!: 'pending' | 'rejected';
  @UtcColumn() created_at!: Date;
  @UtcColumn({ nullable: true }) decided_at!: Date | null;
}
