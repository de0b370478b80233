import { IdColumn, JsonColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';
import type { ArmaServerMod } from './mod.entities.js';

/** A named list of mods, to load on any server (arma-servers spec §1.6). */
@Entity('arma_presets')
@Index('ux_arma_presets_name_key', ['name_key'], { unique: true })
export class ArmaPreset {
  @IdColumn() id!: number;
  @StringColumn(64) name!: string;
  @StringColumn(64) name_key!: string;
  /** In loading order. */
  @JsonColumn() mods!: { mod_id: number; kind: ArmaServerMod['kind'] }[];
  @StringColumn(64) created_by!: string;
  @UtcColumn() created_at!: Date;
  @UtcColumn() updated_at!: Date;
}
