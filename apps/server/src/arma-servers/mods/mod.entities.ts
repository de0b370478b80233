import { BigIntColumn, BoolColumn, IdColumn, IntColumn, JsonColumn, StringColumn, TextColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';
import { type ArmaServer, BelongsToServer } from '../servers/server.entity.js';

/** A mod folder on this host. */
@Entity('arma_mods')
@Index('ux_arma_mods_name_key', ['name_key'], { unique: true })
@Index('ux_arma_mods_folder_key', ['folder_key'], { unique: true })
export class ArmaMod {
  @IdColumn() id!: number;
  @StringColumn(128) name!: string;
  @StringColumn(128) name_key!: string;
  @StringColumn(1000) folder_path!: string;
  /** Hash of the path, which is too long for an index on some databases. */
  @StringColumn(64) folder_key!: string;
  @StringColumn(255) folder_name!: string;
  @StringColumn(20, { nullable: true }) workshop_id!: string | null;
  @TextColumn() description!: string;
  @StringColumn(255, { nullable: true }) display_name!: string | null;
  @StringColumn(64, { nullable: true }) version!: string | null;
  @StringColumn(255, { nullable: true }) author!: string | null;
  @BigIntColumn({ default: 0 }) size_bytes!: number;
  @BoolColumn({ default: true }) lower_case_ok!: boolean;
  @JsonColumn() keys!: { file: string; sha256: string }[];
  @StringColumn(10, { default: 'none' }) signed!: 'all' | 'partly' | 'none';
  @UtcColumn({ nullable: true }) updated_at_steam!: Date | null;
  @UtcColumn({ nullable: true }) installed_at!: Date | null;
  @StringColumn(12, { default: 'ok' }) status!: 'ok' | 'missing' | 'downloading' | 'broken';
  @UtcColumn() created_at!: Date;
  @UtcColumn() updated_at!: Date;
}

/** A mod in the list of one server. */
@Entity('arma_server_mods')
export class ArmaServerMod {
  @IntColumn({ primary: true }) server_id!: number;
  @BelongsToServer('arma_server_mods') owner?: ArmaServer;
  @IntColumn({ primary: true }) mod_id!: number;
  @StringColumn(10) kind!: 'client' | 'server' | 'optional';
  @IntColumn() position!: number;
}
