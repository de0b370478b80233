import { BoolColumn, IdColumn, IntColumn, StringColumn, TextColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';
import { type ArmaServer, BelongsToServer } from '../servers/server.entity.js';

/** A connected player. The number is unique only while he is connected. */
@Entity('arma_players')
@Index('ux_arma_players_server_id_player_num', ['server_id', 'player_num'], { unique: true })
export class ArmaPlayer {
  @IdColumn() id!: number;
  @IntColumn() server_id!: number;
  @BelongsToServer('arma_players') owner?: ArmaServer;
  @IntColumn() player_num!: number;
  @StringColumn(255) name!: string;
  @StringColumn(32, { nullable: true }) guid!: string | null;
  @BoolColumn({ default: false }) guid_verified!: boolean;
  @StringColumn(64) ip!: string;
  @IntColumn({ default: 0 }) port!: number;
  @IntColumn({ default: -1 }) ping!: number;
  @BoolColumn({ default: false }) in_lobby!: boolean;
  @StringColumn(20, { nullable: true }) steam_id!: string | null;
  @UtcColumn() joined_at!: Date;
  @UtcColumn() last_seen_at!: Date;
  /** The row of the history that this visit is. */
  @IntColumn({ nullable: true }) history_id!: number | null;
}

export type LeaveReason = 'disconnect' | 'kicked' | 'banned' | 'server_stop' | 'lost' | 'manager_restart';

/** One visit of a player. Stays when the server is deleted. */
@Entity('arma_player_history')
@Index('ix_arma_player_history_guid_joined_at', ['guid', 'joined_at'])
@Index('ix_arma_player_history_server_id_joined_at', ['server_id', 'joined_at'])
@Index('ix_arma_player_history_joined_at', ['joined_at'])
export class ArmaPlayerHistory {
  @IdColumn() id!: number;
  @IntColumn({ nullable: true }) server_id!: number | null;
  @StringColumn(64) server_name!: string;
  @StringColumn(32, { nullable: true }) guid!: string | null;
  @StringColumn(255) name!: string;
  @StringColumn(64) ip!: string;
  @StringColumn(20, { nullable: true }) steam_id!: string | null;
  @UtcColumn() joined_at!: Date;
  @UtcColumn({ nullable: true }) left_at!: Date | null;
  @IntColumn({ default: 0 }) duration_seconds!: number;
  @StringColumn(20, { nullable: true }) leave_reason!: LeaveReason | null;
  @TextColumn({ nullable: true }) detail!: string | null;
}

/** What the staff notes about a player, by BattlEye GUID. */
@Entity('arma_player_notes')
export class ArmaPlayerNote {
  @StringColumn(32, { primary: true }) guid!: string;
  @TextColumn() note!: string;
  @BoolColumn({ default: false }) watch!: boolean;
  @IntColumn({ nullable: true }) updated_by!: number | null;
  @UtcColumn() updated_at!: Date;
}
