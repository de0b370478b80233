import { BigIntColumn, FloatColumn, IdColumn, IntColumn, JsonColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';

/** Where a downloaded file lives and how long. */
export type Storage = 'permanent' | 'cache' | 'kept';

/** A track of a provider that is on disk (music-proxy spec §5.8). */
@Entity('music_tracks')
@Index('ux_music_tracks_provider_external_id', ['provider', 'externalId'], { unique: true })
@Index('ix_music_tracks_storage_last_used_at', ['storage', 'lastUsedAt'])
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
