import { IdColumn, JsonColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';

/** A setting of the server manager that was changed while it runs (arma-servers spec §1.9). */
@Entity('arma_settings')
@Index('ux_arma_settings_host_id_name', ['host_id', 'name'], { unique: true })
export class ArmaSetting {
  @IdColumn() id!: number;
  /** The host it counts for; empty when it counts for all. */
  @StringColumn(64) host_id!: string;
  @StringColumn(64) name!: string;
  @JsonColumn() value!: unknown;
  @StringColumn(64) updated_by!: string;
  @UtcColumn() updated_at!: Date;
}
