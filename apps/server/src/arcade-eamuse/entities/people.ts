import { BigIntColumn, IdColumn, IntColumn, StringColumn, TextColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, ForeignKey, Index } from 'typeorm';

/** A player: made by the first use of a card, or known only from a peer (`remote_card`). */
@Entity('arcade_users')
@Index('ux_arcade_users_account_id', ['accountId'], { unique: true })
@Index('ux_arcade_users_remote_card', ['remoteCard'], { unique: true })
export class ArcadeUser {
  @IdColumn()
  id!: number;

  @TextColumn({ nullable: true })
  pin!: string | null;

  @IntColumn({ name: 'account_id', nullable: true })
  accountId!: number | null;

  @StringColumn(16, { name: 'remote_card', nullable: true })
  remoteCard!: string | null;

  @UtcColumn({ name: 'created_at' })
  createdAt!: Date;
}

/** A card; `card` is the 16-digit id, upper case. */
@Entity('arcade_cards')
@Index('ux_arcade_cards_card', ['card'], { unique: true })
@Index('ix_arcade_cards_user_id', ['userId'])
export class ArcadeCard {
  @IdColumn()
  id!: number;

  @StringColumn(16)
  card!: string;

  @ForeignKey('ArcadeUser', { name: 'fk_arcade_cards_user_id', onDelete: 'CASCADE' })
  @IntColumn({ name: 'user_id' })
  userId!: number;

  /** What its player calls it. */
  @StringColumn(64, { nullable: true })
  label!: string | null;
}

/** The eight-digit player number: one per player and series. */
@Entity('arcade_extids')
@Index('ux_arcade_extids_extid', ['extid'], { unique: true })
@Index('ux_arcade_extids_game_user_id', ['game', 'userId'], { unique: true })
@Index('ix_arcade_extids_user_id', ['userId'])
export class ArcadeExtid {
  @IdColumn()
  id!: number;

  @StringColumn(32)
  game!: string;

  @ForeignKey('ArcadeUser', { name: 'fk_arcade_extids_user_id', onDelete: 'CASCADE' })
  @IntColumn({ name: 'user_id' })
  userId!: number;

  @IntColumn()
  extid!: number;
}

/** What a game calls a player by: one per player, series and version. */
@Entity('arcade_refids')
@Index('ux_arcade_refids_refid', ['refid'], { unique: true })
@Index('ux_arcade_refids_user_id_game_version', ['userId', 'game', 'version'], { unique: true })
export class ArcadeRefid {
  @IdColumn()
  id!: number;

  @StringColumn(16)
  refid!: string;

  @StringColumn(32)
  game!: string;

  @IntColumn()
  version!: number;

  @ForeignKey('ArcadeUser', { name: 'fk_arcade_refids_user_id', onDelete: 'CASCADE' })
  @IntColumn({ name: 'user_id' })
  userId!: number;
}

/** A directed relation of two players, such as a rival. */
@Entity('arcade_links')
@Index('ux_arcade_links_user_id_game_version_type_other_user_id', ['userId', 'game', 'version', 'type', 'otherUserId'], { unique: true })
@Index('ix_arcade_links_other_user_id', ['otherUserId'])
export class ArcadeLink {
  @IdColumn()
  id!: number;

  @StringColumn(32)
  game!: string;

  @IntColumn()
  version!: number;

  @ForeignKey('ArcadeUser', { name: 'fk_arcade_links_user_id', onDelete: 'CASCADE' })
  @IntColumn({ name: 'user_id' })
  userId!: number;

  @StringColumn(64)
  type!: string;

  @ForeignKey('ArcadeUser', { name: 'fk_arcade_links_other_user_id', onDelete: 'CASCADE' })
  @IntColumn({ name: 'other_user_id' })
  otherUserId!: number;

  @TextColumn()
  data!: string;
}

/** A PASELI session of a player or of an arcade. */
@Entity('arcade_sessions')
@Index('ux_arcade_sessions_session', ['session'], { unique: true })
@Index('ix_arcade_sessions_expires_at', ['expiresAt'])
export class ArcadeSession {
  @IdColumn()
  id!: number;

  @StringColumn(32)
  session!: string;

  @StringColumn(16)
  type!: string;

  @IntColumn({ name: 'subject_id' })
  subjectId!: number;

  @BigIntColumn({ name: 'expires_at' })
  expiresAt!: number;
}

/** PASELI of a player in one arcade. */
@Entity('arcade_balances')
@Index('ux_arcade_balances_user_id_arcade_id', ['userId', 'arcadeId'], { unique: true })
@Index('ix_arcade_balances_arcade_id', ['arcadeId'])
export class ArcadeBalance {
  @IdColumn()
  id!: number;

  @ForeignKey('ArcadeUser', { name: 'fk_arcade_balances_user_id', onDelete: 'CASCADE' })
  @IntColumn({ name: 'user_id' })
  userId!: number;

  @IntColumn({ name: 'arcade_id' })
  arcadeId!: number;

  @IntColumn()
  balance!: number;
}
