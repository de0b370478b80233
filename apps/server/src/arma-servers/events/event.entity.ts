import { IdColumn, IntColumn, JsonColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';

/** Something that happened to a server. Stays when the server is deleted, so its name stands here too. */
@Entity('arma_events')
@Index('ix_arma_events_server_id_id', ['server_id', 'id'])
@Index('ix_arma_events_created_at', ['created_at'])
export class ArmaEvent {
  @IdColumn() id!: number;
  @IntColumn({ nullable: true }) server_id!: number | null;
  @StringColumn(64) server_name!: string;
  @StringColumn(40) event_type!: string;
  /** `user:3`, `system`, `scheduler` or `rcon`. */
  @StringColumn(64) actor!: string;
  @JsonColumn() detail!: Record<string, unknown>;
  @UtcColumn() created_at!: Date;
}
