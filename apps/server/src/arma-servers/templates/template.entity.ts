import { IdColumn, JsonColumn, StringColumn, TextColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';
import type { SectionData, SectionName } from '../configuration/parameters/sections.js';
import type { ArmaServerMod } from '../mods/mod.entities.js';
import type { ServerSettings } from '../servers/server.dto.js';

/** A named bundle of settings that new servers are made from (arma-servers spec §8.7). Holds no secret. */
@Entity('arma_templates')
@Index('ux_arma_templates_name_key', ['name_key'], { unique: true })
export class ArmaTemplate {
  @IdColumn() id!: number;
  @StringColumn(64) name!: string;
  @StringColumn(64) name_key!: string;
  @TextColumn() description!: string;
  @JsonColumn() settings!: ServerSettings;
  @JsonColumn() config!: Partial<Record<SectionName, SectionData>>;
  @JsonColumn() mods!: { mod_id: number; kind: ArmaServerMod['kind'] }[];
  @StringColumn(64) created_by!: string;
  @UtcColumn() created_at!: Date;
  @UtcColumn() updated_at!: Date;
}
