import { BigIntColumn, BoolColumn, IdColumn, IntColumn, StringColumn, TextColumn } from '@rumpus/persistence';
import { Entity, ForeignKey, Index } from 'typeorm';

/** One chart of one song in one version. Rows that share `music_id` are the same chart in other versions. */
@Entity('arcade_music')
@Index('ux_arcade_music_game_version_song_id_chart', ['game', 'version', 'songId', 'chart'], { unique: true })
@Index('ix_arcade_music_music_id', ['musicId'])
@Index('ix_arcade_music_game_song_id_chart', ['game', 'songId', 'chart'])
export class ArcadeMusic {
  @IdColumn()
  id!: number;

  @IntColumn({ name: 'music_id' })
  musicId!: number;

  @StringColumn(32)
  game!: string;

  @IntColumn()
  version!: number;

  @IntColumn({ name: 'song_id' })
  songId!: number;

  @IntColumn()
  chart!: number;

  @StringColumn(255, { nullable: true })
  name!: string | null;

  @StringColumn(255, { nullable: true })
  artist!: string | null;

  @StringColumn(255, { nullable: true })
  genre!: string | null;

  @TextColumn()
  data!: string;
}

/** The best score of a player on a chart; times are whole seconds. */
@Entity('arcade_scores')
@Index('ux_arcade_scores_user_id_music_id', ['userId', 'musicId'], { unique: true })
@Index('ix_arcade_scores_music_id_points', ['musicId', 'points'])
@Index('ix_arcade_scores_machine_id', ['machineId'])
export class ArcadeScore {
  @IdColumn()
  id!: number;

  @ForeignKey('ArcadeUser', { name: 'fk_arcade_scores_user_id', onDelete: 'CASCADE' })
  @IntColumn({ name: 'user_id' })
  userId!: number;

  @IntColumn({ name: 'music_id' })
  musicId!: number;

  @IntColumn()
  points!: number;

  @BigIntColumn({ name: 'achieved_at' })
  achievedAt!: number;

  @BigIntColumn({ name: 'touched_at' })
  touchedAt!: number;

  @IntColumn({ name: 'machine_id' })
  machineId!: number;

  @TextColumn()
  data!: string;
}

/** Every play; player 0 is anonymous. */
@Entity('arcade_attempts')
@Index('ux_arcade_attempts_user_id_music_id_played_at', ['userId', 'musicId', 'playedAt'], { unique: true })
@Index('ix_arcade_attempts_music_id_played_at', ['musicId', 'playedAt'])
@Index('ix_arcade_attempts_played_at', ['playedAt'])
export class ArcadeAttempt {
  @IdColumn()
  id!: number;

  @IntColumn({ name: 'user_id' })
  userId!: number;

  @IntColumn({ name: 'music_id' })
  musicId!: number;

  @IntColumn()
  points!: number;

  @BigIntColumn({ name: 'played_at' })
  playedAt!: number;

  @IntColumn({ name: 'machine_id' })
  machineId!: number;

  @BoolColumn({ name: 'new_record' })
  newRecord!: boolean;

  @TextColumn()
  data!: string;
}

/** Things that can be bought or unlocked. */
@Entity('arcade_catalog')
@Index('ux_arcade_catalog_game_version_type_item_id', ['game', 'version', 'type', 'itemId'], { unique: true })
export class ArcadeCatalogItem {
  @IdColumn()
  id!: number;

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
