import { BigIntColumn, IdColumn, IntColumn, StringColumn, TextColumn } from '@rumpus/persistence';
import { Entity, ForeignKey, Index } from 'typeorm';

/** One document per player, series and version. */
@Entity('arcade_profiles')
@Index('ux_arcade_profiles_user_id_game_version', ['userId', 'game', 'version'], { unique: true })
@Index('ix_arcade_profiles_game_version', ['game', 'version'])
export class ArcadeProfile {
  @IdColumn()
  id!: number;

  @ForeignKey('ArcadeUser', { name: 'fk_arcade_profiles_user_id', onDelete: 'CASCADE' })
  @IntColumn({ name: 'user_id' })
  userId!: number;

  @StringColumn(32)
  game!: string;

  @IntColumn()
  version!: number;

  @TextColumn()
  data!: string;
}

/** Items, unlocks and progress of one version. */
@Entity('arcade_achievements')
@Index('ux_arcade_achievements_user_id_game_version_type_item_id', ['userId', 'game', 'version', 'type', 'itemId'], { unique: true })
@Index('ix_arcade_achievements_game_version_type_item_id', ['game', 'version', 'type', 'itemId'])
export class ArcadeAchievement {
  @IdColumn()
  id!: number;

  @ForeignKey('ArcadeUser', { name: 'fk_arcade_achievements_user_id', onDelete: 'CASCADE' })
  @IntColumn({ name: 'user_id' })
  userId!: number;

  @StringColumn(32)
  game!: string;

  @IntColumn()
  version!: number;

  @StringColumn(64)
  type!: string;

  @IntColumn({ name: 'item_id' })
  itemId!: number;

  @TextColumn()
  data!: string;
}

/** Repeatable progress, kept by time. */
@Entity('arcade_timed_achievements')
@Index('ux_arcade_timed_achievements_user_id_game_version_type_item_id_', ['userId', 'game', 'version', 'type', 'itemId', 'achievedAt'], { unique: true })
export class ArcadeTimedAchievement {
  @IdColumn()
  id!: number;

  @ForeignKey('ArcadeUser', { name: 'fk_arcade_timed_achievements_user_id', onDelete: 'CASCADE' })
  @IntColumn({ name: 'user_id' })
  userId!: number;

  @StringColumn(32)
  game!: string;

  @IntColumn()
  version!: number;

  @StringColumn(64)
  type!: string;

  @IntColumn({ name: 'item_id' })
  itemId!: number;

  @BigIntColumn({ name: 'achieved_at' })
  achievedAt!: number;

  @TextColumn()
  data!: string;
}

/** Progress that all versions of a series share. */
@Entity('arcade_series_achievements')
@Index('ux_arcade_series_achievements_user_id_game_type_item_id', ['userId', 'game', 'type', 'itemId'], { unique: true })
export class ArcadeSeriesAchievement {
  @IdColumn()
  id!: number;

  @ForeignKey('ArcadeUser', { name: 'fk_arcade_series_achievements_user_id', onDelete: 'CASCADE' })
  @IntColumn({ name: 'user_id' })
  userId!: number;

  @StringColumn(32)
  game!: string;

  @StringColumn(64)
  type!: string;

  @IntColumn({ name: 'item_id' })
  itemId!: number;

  @TextColumn()
  data!: string;
}

/** Per player and series: play statistics and what versions share. */
@Entity('arcade_player_settings')
@Index('ux_arcade_player_settings_user_id_game', ['userId', 'game'], { unique: true })
export class ArcadePlayerSettings {
  @IdColumn()
  id!: number;

  @ForeignKey('ArcadeUser', { name: 'fk_arcade_player_settings_user_id', onDelete: 'CASCADE' })
  @IntColumn({ name: 'user_id' })
  userId!: number;

  @StringColumn(32)
  game!: string;

  @TextColumn()
  data!: string;
}

/** A player who looks for others to play with. */
@Entity('arcade_play_sessions')
@Index('ux_arcade_play_sessions_user_id_game_version', ['userId', 'game', 'version'], { unique: true })
@Index('ix_arcade_play_sessions_game_version_saved_at', ['game', 'version', 'savedAt'])
export class ArcadePlaySession {
  @IdColumn()
  id!: number;

  @ForeignKey('ArcadeUser', { name: 'fk_arcade_play_sessions_user_id', onDelete: 'CASCADE' })
  @IntColumn({ name: 'user_id' })
  userId!: number;

  @StringColumn(32)
  game!: string;

  @IntColumn()
  version!: number;

  @BigIntColumn({ name: 'saved_at' })
  savedAt!: number;

  @TextColumn()
  data!: string;
}

/** A match that others may join. */
@Entity('arcade_lobbies')
@Index('ux_arcade_lobbies_user_id_game_version', ['userId', 'game', 'version'], { unique: true })
@Index('ix_arcade_lobbies_game_version_saved_at', ['game', 'version', 'savedAt'])
export class ArcadeLobby {
  @IdColumn()
  id!: number;

  @ForeignKey('ArcadeUser', { name: 'fk_arcade_lobbies_user_id', onDelete: 'CASCADE' })
  @IntColumn({ name: 'user_id' })
  userId!: number;

  @StringColumn(32)
  game!: string;

  @IntColumn()
  version!: number;

  @BigIntColumn({ name: 'saved_at' })
  savedAt!: number;

  @TextColumn()
  data!: string;
}
