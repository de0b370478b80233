import { BigIntColumn, FloatColumn, IdColumn, IntColumn, JsonColumn, StringColumn, TextColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';

/** Where a downloaded file lives and how long. */
export type Storage = 'permanent' | 'cache' | 'kept';

/** A track of a provider that is on disk (music-proxy spec §5.8). */
@Entity('music_tracks')
@Index('ux_music_tracks_provider_external_id', ['provider', 'externalId'], { unique: true })
@Index('ix_music_tracks_storage_last_used_at', ['storage', 'lastUsedAt'])
@Index('ix_music_tracks_requested_by', ['requestedBy'])
export class MusicTrack {
  @IdColumn()
  id!: number;
  @StringColumn(32)
  provider!: string;
  @StringColumn(400, { name: 'external_id' })
  externalId!: string;
  @StringColumn(16)
  quality!: string;
  /** Relative to the download folder, forward slashes. */
  @StringColumn(1000)
  path!: string;
  @BigIntColumn()
  size!: number;
  @StringColumn(8)
  container!: string;
  @IntColumn({ name: 'bit_depth', nullable: true })
  bitDepth!: number | null;
  @IntColumn({ name: 'sample_rate', nullable: true })
  sampleRate!: number | null;
  @FloatColumn({ nullable: true })
  bitrate!: number | null;
  @FloatColumn({ nullable: true })
  duration!: number | null;
  @StringColumn(12, { nullable: true })
  isrc!: string | null;
  @StringColumn(500)
  title!: string;
  @StringColumn(500)
  artist!: string;
  @StringColumn(500)
  album!: string;
  /** The library's own item for this file, once the backend has scanned it. */
  @StringColumn(200, { name: 'backend_item_id', nullable: true })
  backendItemId!: string | null;
  @StringColumn(16)
  storage!: Storage;
  /** The user it was fetched for, whose share of the space it takes; null for what nobody in particular asked for. */
  @StringColumn(200, { name: 'requested_by', nullable: true })
  requestedBy!: string | null;
  @UtcColumn({ name: 'downloaded_at' })
  downloadedAt!: Date;
  @UtcColumn({ name: 'last_used_at' })
  lastUsedAt!: Date;
}

/** An external item a user has starred. A removed one stays until its kept file has gone. */
@Entity('music_favourites')
@Index('ux_music_favourites_user_key_item_id', ['userKey', 'itemId'], { unique: true })
@Index('ix_music_favourites_item_id', ['itemId'])
export class MusicFavourite {
  @IdColumn()
  id!: number;
  @StringColumn(200, { name: 'user_key' })
  userKey!: string;
  @StringColumn(512, { name: 'item_id' })
  itemId!: string;
  @UtcColumn({ name: 'starred_at' })
  starredAt!: Date;
  /** Set on unstar: the kept file may go after a day. */
  @UtcColumn({ name: 'removed_at', nullable: true })
  removedAt!: Date | null;
}

export type MatchState = 'auto' | 'manual' | 'review' | 'none';

/** Which track of one provider stands for a track of another (music-proxy spec §6.2). */
@Entity('music_matches')
@Index('ux_music_matches_provider_external_id_target_provider', ['provider', 'externalId', 'targetProvider'], { unique: true })
@Index('ix_music_matches_state', ['state'])
export class MusicMatch {
  @IdColumn()
  id!: number;
  @StringColumn(32)
  provider!: string;
  @StringColumn(400, { name: 'external_id' })
  externalId!: string;
  @StringColumn(32, { name: 'target_provider' })
  targetProvider!: string;
  /** Null for `none` and for `review` without a choice. */
  @StringColumn(400, { name: 'target_id', nullable: true })
  targetId!: string | null;
  @StringColumn(8)
  state!: MatchState;
  @FloatColumn()
  score!: number;
  @StringColumn(500)
  title!: string;
  @StringColumn(500)
  artist!: string;
  /** What was found, best first, for the review list. */
  @JsonColumn()
  candidates!: MatchCandidate[];
  @UtcColumn({ name: 'updated_at' })
  updatedAt!: Date;
}

/** A candidate on the review list. */
export interface MatchCandidate {
  readonly id: string;
  readonly title: string;
  readonly artist: string;
  readonly album?: string;
  readonly duration?: number;
  readonly score: number;
  readonly reasons: readonly string[];
}

/** A setting an admin has changed (music-proxy spec §1.3). */
@Entity('music_settings')
@Index('ux_music_settings_env', ['env'], { unique: true })
export class MusicSetting {
  @IdColumn()
  id!: number;
  /** Its environment name. */
  @StringColumn(64)
  env!: string;
  /** JSON; sealed when it is a secret. */
  @TextColumn()
  value!: string;
  @UtcColumn({ name: 'updated_at' })
  updatedAt!: Date;
}

/** A play of an external song, as the player reported it. */
@Entity('music_plays')
@Index('ix_music_plays_user_key_item_id', ['userKey', 'itemId'])
@Index('ix_music_plays_played_at', ['playedAt'])
export class MusicPlay {
  @IdColumn()
  id!: number;
  @StringColumn(200, { name: 'user_key' })
  userKey!: string;
  @StringColumn(512, { name: 'item_id' })
  itemId!: string;
  @StringColumn(32)
  provider!: string;
  @StringColumn(500)
  title!: string;
  @StringColumn(500)
  artist!: string;
  @StringColumn(80, { nullable: true })
  client!: string | null;
  @UtcColumn({ name: 'played_at' })
  playedAt!: Date;
}

/** A user's play queue with external songs in it, which the backend could not hold. */
@Entity('music_play_queues')
@Index('ux_music_play_queues_user_key', ['userKey'], { unique: true })
export class MusicPlayQueue {
  @IdColumn()
  id!: number;
  @StringColumn(200, { name: 'user_key' })
  userKey!: string;
  @StringColumn(512, { name: 'current_id', nullable: true })
  currentId!: string | null;
  /** Its place in the queue, since a song may stand in it twice. */
  @IntColumn({ name: 'current_index', nullable: true })
  currentIndex!: number | null;
  /** Milliseconds within the current song. */
  @BigIntColumn()
  position!: number;
  @StringColumn(80, { name: 'changed_by' })
  changedBy!: string;
  @UtcColumn({ name: 'changed_at' })
  changedAt!: Date;
  /** In order, the backend's and ours. */
  @JsonColumn({ name: 'item_ids' })
  itemIds!: string[];
}

/** What a user thinks of an external item, in stars (music-proxy spec §2.4). */
@Entity('music_ratings')
@Index('ux_music_ratings_item_id_user_key', ['itemId', 'userKey'], { unique: true })
export class MusicRating {
  @IdColumn()
  id!: number;
  @StringColumn(200, { name: 'user_key' })
  userKey!: string;
  @StringColumn(512, { name: 'item_id' })
  itemId!: string;
  /** 1 to 5. */
  @IntColumn()
  rating!: number;
  @UtcColumn({ name: 'rated_at' })
  ratedAt!: Date;
}

/** A place within an external song that a user wants to come back to. */
@Entity('music_bookmarks')
@Index('ux_music_bookmarks_user_key_item_id', ['userKey', 'itemId'], { unique: true })
export class MusicBookmark {
  @IdColumn()
  id!: number;
  @StringColumn(200, { name: 'user_key' })
  userKey!: string;
  @StringColumn(512, { name: 'item_id' })
  itemId!: string;
  /** Milliseconds. */
  @BigIntColumn()
  position!: number;
  @StringColumn(1000, { nullable: true })
  comment!: string | null;
  @UtcColumn({ name: 'created_at' })
  createdAt!: Date;
  @UtcColumn({ name: 'updated_at' })
  updatedAt!: Date;
}

/** An external song in a playlist of the backend (music-proxy spec §2.4). */
@Entity('music_playlist_additions')
@Index('ix_music_playlist_additions_playlist_id_position', ['playlistId', 'position'])
export class MusicPlaylistAddition {
  @IdColumn()
  id!: number;
  @StringColumn(200, { name: 'playlist_id' })
  playlistId!: string;
  /** Index in the whole list, the backend's songs counted in. */
  @IntColumn()
  position!: number;
  @StringColumn(512, { name: 'item_id' })
  itemId!: string;
  /** Seconds. */
  @FloatColumn({ nullable: true })
  duration!: number | null;
  @UtcColumn({ name: 'added_at' })
  addedAt!: Date;
}

/** How often something happened on a day. */
@Entity('music_counters')
@Index('ux_music_counters_day_name', ['day', 'name'], { unique: true })
export class MusicCounter {
  @IdColumn()
  id!: number;
  /** UTC, `2026-11-27`. */
  @StringColumn(10)
  day!: string;
  @StringColumn(64)
  name!: string;
  @BigIntColumn()
  count!: number;
}
