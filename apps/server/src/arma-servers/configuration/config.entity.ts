import { IdColumn, IntColumn, JsonColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';
import { type ArmaServer, BelongsToServer } from '../servers/server.entity.js';
import type { SectionData, SectionName } from './parameters/sections.js';

/** The configuration of one server; secrets stand apart, each sealed for its own place. */
@Entity('arma_configs')
export class ArmaConfig {
  @IntColumn({ primary: true }) server_id!: number;
  @BelongsToServer('arma_configs') owner?: ArmaServer;
  @JsonColumn() server!: SectionData;
  @JsonColumn() basic!: SectionData;
  @JsonColumn() profile!: SectionData;
  @JsonColumn() launch!: SectionData;
  @JsonColumn() rcon!: SectionData;
  /** Sealed values by field name. */
  @JsonColumn() secrets!: Record<string, string>;
  @UtcColumn() updated_at!: Date;
}

/** What a change of one section was; secrets only show that they were set. */
@Entity('arma_config_revisions')
@Index('ux_arma_config_revisions_server_id_revision', ['server_id', 'revision'], { unique: true })
export class ArmaConfigRevision {
  @IdColumn() id!: number;
  @IntColumn() server_id!: number;
  @BelongsToServer('arma_config_revisions') owner?: ArmaServer;
  @IntColumn() revision!: number;
  @StringColumn(20) section!: SectionName;
  @JsonColumn() before!: SectionData;
  @JsonColumn() after!: SectionData;
  @IntColumn({ nullable: true }) author_id!: number | null;
  @UtcColumn() created_at!: Date;
}
