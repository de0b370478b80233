import { BigIntColumn, BoolColumn, IdColumn, IntColumn, JsonColumn, StringColumn, TextColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { ArmaServer, BelongsToServer } from '../servers/server.entity.js';
import type { RestorePart } from './backup.dto.js';

/** Why a backup was made. */
export type BackupKind = 'manual' | 'scheduled' | 'safety' | 'imported';

/** How far it has got. */
export type WorkStatus = 'queued' | 'running' | 'done' | 'failed';

/** A backup of one server: a file of this host. It stays when its server is deleted. */
@Entity('arma_backups')
@Index('ix_arma_backups_server_id_id', ['server_id', 'id'])
export class ArmaBackup {
  @IdColumn() id!: number;
  @IntColumn({ nullable: true }) server_id!: number | null;
  @ManyToOne(() => ArmaServer, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'server_id', foreignKeyConstraintName: 'fk_arma_backups_server_id' })
  owner?: ArmaServer;
  @StringColumn(64) server_name!: string;
  /** The host on whose disk the file lies. */
  @StringColumn(64) host_id!: string;
  @StringColumn(12) kind!: BackupKind;
  @IntColumn({ nullable: true }) schedule_id!: number | null;
  @StringColumn(255) note!: string;
  /** Kept by every clean-up. */
  @BoolColumn({ default: false }) pinned!: boolean;
  @BoolColumn({ default: true }) include_missions!: boolean;
  /** Whether the passwords in it can be read elsewhere, with its passphrase. */
  @BoolColumn({ default: false }) has_passphrase!: boolean;
  @StringColumn(12) status!: WorkStatus;
  @TextColumn({ nullable: true }) error!: string | null;
  /** Name of the file in the folder of backups. */
  @StringColumn(64) filename!: string;
  @BigIntColumn({ default: 0 }) size_bytes!: number;
  @StringColumn(64, { nullable: true }) sha256!: string | null;
  @IntColumn({ default: 0 }) file_count!: number;
  @StringColumn(64) created_by!: string;
  @UtcColumn() created_at!: Date;
  @UtcColumn({ nullable: true }) finished_at!: Date | null;
}

/** What a restore did, or why it did nothing. */
export interface RestoreReport {
  restored: string[];
  kept: string[];
  warnings: string[];
}

/** One restore. That its row says `done` is what makes it one: it is written together with everything else. */
@Entity('arma_restores')
@Index('ix_arma_restores_server_id_id', ['server_id', 'id'])
export class ArmaRestore {
  @IdColumn() id!: number;
  @IntColumn() server_id!: number;
  @BelongsToServer('arma_restores') owner?: ArmaServer;
  @IntColumn() backup_id!: number;
  @JsonColumn() parts!: RestorePart[];
  @StringColumn(12) status!: WorkStatus;
  @TextColumn({ nullable: true }) error!: string | null;
  @JsonColumn({ nullable: true }) report!: RestoreReport | null;
  @StringColumn(64) created_by!: string;
  @UtcColumn() created_at!: Date;
  @UtcColumn({ nullable: true }) finished_at!: Date | null;
}
