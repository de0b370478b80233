import { IntColumn, JsonColumn, UtcColumn } from '@rumpus/persistence';
import { Entity } from 'typeorm';
import type { LiveState } from './live-state.js';
import { type ArmaServer, BelongsToServer } from './server.entity.js';

/** The live state of a server as its host told the others; written only when there are others. */
@Entity('arma_live_states')
export class ArmaLiveState {
  @IntColumn({ primary: true }) server_id!: number;
  @BelongsToServer('arma_live_states') owner?: ArmaServer;
  @JsonColumn() state!: LiveState;
  @UtcColumn() updated_at!: Date;
}
