import { BigIntColumn, BoolColumn, IdColumn, IntColumn, JsonColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';
import { type ArmaServer, BelongsToServer } from '../servers/server.entity.js';

/** What was found out about a mission's archive. */
export interface PboFacts {
  valid: boolean;
  entries: number;
  has_mission_sqm: boolean;
  prefix: string | null;
  checksum_ok: boolean | null;
}

/** A mission file of one server. */
@Entity('arma_missions')
@Index('ux_arma_missions_server_id_filename', ['server_id', 'filename'], { unique: true })
export class ArmaMission {
  @IdColumn() id!: number;
  @IntColumn() server_id!: number;
  @BelongsToServer('arma_missions') owner?: ArmaServer;
  @StringColumn(160) filename!: string;
  @StringColumn(160) mission_name!: string;
  @StringColumn(64) terrain!: string;
  @BigIntColumn() size_bytes!: number;
  @StringColumn(40) sha1!: string;
  @UtcColumn() file_mtime!: Date;
  @StringColumn(10, { default: 'upload' }) source!: 'upload' | 'workshop' | 'builtin';
  @StringColumn(20, { nullable: true }) workshop_id!: string | null;
  @JsonColumn() pbo!: PboFacts;
  @BoolColumn({ default: false }) missing!: boolean;
  @StringColumn(64, { nullable: true }) uploaded_by!: string | null;
  @UtcColumn() created_at!: Date;
}

/** An entry of the mission cycle. */
@Entity('arma_rotation')
@Index('ux_arma_rotation_server_id_position', ['server_id', 'position'], { unique: true })
export class ArmaRotation {
  @IdColumn() id!: number;
  @IntColumn() server_id!: number;
  @BelongsToServer('arma_rotation') owner?: ArmaServer;
  @IntColumn() position!: number;
  @IntColumn({ nullable: true }) mission_id!: number | null;
  @StringColumn(160) template!: string;
  @StringColumn(64) difficulty!: string;
  @JsonColumn() params!: Record<string, number | string>;
  @BoolColumn({ default: true }) enabled!: boolean;
}
