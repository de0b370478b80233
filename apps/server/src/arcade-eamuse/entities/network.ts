import { BigIntColumn, BoolColumn, IdColumn, IntColumn, StringColumn, TextColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';

/** A place with machines; `pin` is the operator menu's, sealed. */
@Entity('arcade_arcades')
export class Arcade {
  @IdColumn()
  id!: number;

  @StringColumn(255)
  name!: string;

  @StringColumn(255)
  description!: string;

  @TextColumn()
  pin!: string;

  @IntColumn()
  region!: number;

  @StringColumn(63, { nullable: true })
  area!: string | null;

  @TextColumn()
  data!: string;
}

/** A cabinet. `game` and `pinned_version` pin it; a negative version means "that or older". */
@Entity('arcade_machines')
@Index('ux_arcade_machines_pcbid', ['pcbid'], { unique: true })
@Index('ux_arcade_machines_port', ['port'], { unique: true })
@Index('ix_arcade_machines_arcade_id', ['arcadeId'])
export class ArcadeMachine {
  @IdColumn()
  id!: number;

  @StringColumn(20)
  pcbid!: string;

  @StringColumn(255)
  name!: string;

  @StringColumn(255)
  description!: string;

  @IntColumn({ name: 'arcade_id', nullable: true })
  arcadeId!: number | null;

  @IntColumn()
  port!: number;

  @StringColumn(32, { nullable: true })
  game!: string | null;

  @IntColumn({ name: 'pinned_version', nullable: true })
  pinnedVersion!: number | null;

  @TextColumn()
  data!: string;
}

/** Operator settings of one version, per arcade; arcade -1 holds the defaults of the network. */
@Entity('arcade_game_config')
@Index('ux_arcade_game_config_arcade_id_game_version_type', ['arcadeId', 'game', 'version', 'type'], { unique: true })
export class ArcadeGameConfig {
  @IdColumn()
  id!: number;

  @IntColumn({ name: 'arcade_id' })
  arcadeId!: number;

  @StringColumn(32)
  game!: string;

  @IntColumn()
  version!: number;

  @StringColumn(64)
  type!: string;

  @TextColumn()
  data!: string;
}

/** Dailies, weeklies and events: in force from start to end, whole seconds. */
@Entity('arcade_timed_settings')
@Index('ux_arcade_timed_settings_game_version_name_start_time', ['game', 'version', 'name', 'startTime'], { unique: true })
export class ArcadeTimedSetting {
  @IdColumn()
  id!: number;

  @StringColumn(32)
  game!: string;

  @IntColumn()
  version!: number;

  @StringColumn(32)
  name!: string;

  @BigIntColumn({ name: 'start_time' })
  startTime!: number;

  @BigIntColumn({ name: 'end_time' })
  endTime!: number;

  @TextColumn()
  data!: string;
}

/** When a task of the scheduler was last done. */
@Entity('arcade_scheduled_work')
@Index('ux_arcade_scheduled_work_game_version_name_schedule', ['game', 'version', 'name', 'schedule'], { unique: true })
export class ArcadeScheduledWork {
  @IdColumn()
  id!: number;

  @StringColumn(32)
  game!: string;

  @IntColumn()
  version!: number;

  @StringColumn(32)
  name!: string;

  @StringColumn(16)
  schedule!: string;

  @IntColumn({ name: 'done_year', nullable: true })
  doneYear!: number | null;

  @IntColumn({ name: 'done_day', nullable: true })
  doneDay!: number | null;
}

/** An announcement on the home page. */
@Entity('arcade_news')
@Index('ix_arcade_news_posted_at', ['postedAt'])
export class ArcadeNews {
  @IdColumn()
  id!: number;

  @BigIntColumn({ name: 'posted_at' })
  postedAt!: number;

  @StringColumn(255)
  title!: string;

  @TextColumn()
  body!: string;
}

/** What happened, without PINs. */
@Entity('arcade_audit')
@Index('ix_arcade_audit_type_id', ['type', 'id'])
@Index('ix_arcade_audit_user_id_id', ['userId', 'id'])
@Index('ix_arcade_audit_arcade_id_id', ['arcadeId', 'id'])
@Index('ix_arcade_audit_happened_at', ['happenedAt'])
export class ArcadeAudit {
  @IdColumn()
  id!: number;

  @BigIntColumn({ name: 'happened_at' })
  happenedAt!: number;

  @IntColumn({ name: 'user_id', nullable: true })
  userId!: number | null;

  @IntColumn({ name: 'arcade_id', nullable: true })
  arcadeId!: number | null;

  @StringColumn(64)
  type!: string;

  @TextColumn()
  data!: string;
}

/** Others who may ask our federation API; only a hash of the token is kept. */
@Entity('arcade_api_clients')
@Index('ux_arcade_api_clients_token_hash', ['tokenHash'], { unique: true })
export class ArcadeApiClient {
  @IdColumn()
  id!: number;

  @BigIntColumn({ name: 'created_at' })
  createdAt!: number;

  @StringColumn(255)
  name!: string;

  @StringColumn(64, { name: 'token_hash' })
  tokenHash!: string;
}

/** Others whose federation API we ask; the token is sealed. */
@Entity('arcade_api_servers')
export class ArcadeApiServer {
  @IdColumn()
  id!: number;

  @BigIntColumn({ name: 'created_at' })
  createdAt!: number;

  @TextColumn()
  uri!: string;

  @TextColumn()
  token!: string;

  @BoolColumn({ name: 'use_statistics' })
  useStatistics!: boolean;

  @BoolColumn({ name: 'use_scores' })
  useScores!: boolean;
}

/** A setting of the network that was changed while it runs: its value as JSON. */
@Entity('arcade_network_settings')
@Index('ux_arcade_network_settings_name', ['name'], { unique: true })
export class ArcadeNetworkSetting {
  @IdColumn()
  id!: number;

  @StringColumn(64)
  name!: string;

  @TextColumn()
  value!: string;
}
