import { BigIntColumn, BoolColumn, FloatColumn, IdColumn, IntColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { Platform } from '../platforms/platform.entity.js';

/**
 * A game: one file or folder of a platform. The row is narrow on purpose: lists sort and filter a hundred thousand of them;
 * what is only shown lies in {@link RomDetails}.
 */
@Entity('roms')
@Index('ux_roms_platform_id_fs_name', ['platform_id', 'fs_name'], { unique: true })
@Index('ix_roms_name_sort_key_id', ['name_sort_key', 'id'])
@Index('ix_roms_platform_id_name_sort_key_id', ['platform_id', 'name_sort_key', 'id'])
@Index('ix_roms_platform_id_fs_size_bytes', ['platform_id', 'fs_size_bytes'])
@Index('ix_roms_group_key_platform_id', ['group_key', 'platform_id'])
@Index('ix_roms_fs_size_bytes_id', ['fs_size_bytes', 'id'])
@Index('ix_roms_created_at_id', ['created_at', 'id'])
@Index('ix_roms_updated_at_id', ['updated_at', 'id'])
@Index('ix_roms_first_release_date_id', ['first_release_date', 'id'])
@Index('ix_roms_average_rating_id', ['average_rating', 'id'])
@Index('ix_roms_crc_hash', ['crc_hash'])
@Index('ix_roms_md5_hash', ['md5_hash'])
@Index('ix_roms_sha1_hash', ['sha1_hash'])
@Index('ix_roms_ra_hash', ['ra_hash'])
@Index('ix_roms_igdb_id_platform_id', ['igdb_id', 'platform_id'])
@Index('ix_roms_moby_id_platform_id', ['moby_id', 'platform_id'])
@Index('ix_roms_ss_id_platform_id', ['ss_id', 'platform_id'])
@Index('ix_roms_ra_id_platform_id', ['ra_id', 'platform_id'])
@Index('ix_roms_launchbox_id_platform_id', ['launchbox_id', 'platform_id'])
@Index('ix_roms_hasheous_id_platform_id', ['hasheous_id', 'platform_id'])
@Index('ix_roms_tgdb_id_platform_id', ['tgdb_id', 'platform_id'])
@Index('ix_roms_flashpoint_id_platform_id', ['flashpoint_id', 'platform_id'])
@Index('ix_roms_hltb_id_platform_id', ['hltb_id', 'platform_id'])
export class Rom {
  @IdColumn() id!: number;
  @IntColumn() platform_id!: number;
  @ManyToOne(() => Platform, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'platform_id', foreignKeyConstraintName: 'fk_roms_platform_id' })
  platform?: Platform;

  @IntColumn({ nullable: true }) igdb_id!: number | null;
  @IntColumn({ nullable: true }) sgdb_id!: number | null;
  @IntColumn({ nullable: true }) moby_id!: number | null;
  @IntColumn({ nullable: true }) ss_id!: number | null;
  @IntColumn({ nullable: true }) ra_id!: number | null;
  @IntColumn({ nullable: true }) launchbox_id!: number | null;
  @IntColumn({ nullable: true }) hasheous_id!: number | null;
  @IntColumn({ nullable: true }) tgdb_id!: number | null;
  @IntColumn({ nullable: true }) hltb_id!: number | null;
  @StringColumn(100, { nullable: true }) flashpoint_id!: string | null;
  @StringColumn(100, { nullable: true }) gamelist_id!: string | null;
  @StringColumn(100, { nullable: true }) libretro_id!: string | null;

  @StringColumn(450) fs_name!: string;
  @StringColumn(450) fs_name_no_ext!: string;
  @StringColumn(450) fs_name_no_tags!: string;
  @StringColumn(100) fs_extension!: string;
  /** Folder of the game, relative to the library: `roms/snes` or `snes/roms`. */
  @StringColumn(1000) fs_path!: string;
  @BigIntColumn({ default: 0 }) fs_size_bytes!: number;

  @StringColumn(350, { nullable: true }) name!: string | null;
  /** What lists sort by (library-scan spec §5.1). */
  @StringColumn(500) name_sort_key!: string;
  /** The sort key was set by a person (or a gamelist) and doesn't follow the name. */
  @BoolColumn({ default: false }) custom_sort_key!: boolean;
  @StringColumn(100, { nullable: true }) revision!: string | null;
  @StringColumn(100, { nullable: true }) version!: string | null;

  @StringColumn(8, { nullable: true }) crc_hash!: string | null;
  @StringColumn(32, { nullable: true }) md5_hash!: string | null;
  @StringColumn(40, { nullable: true }) sha1_hash!: string | null;
  @StringColumn(100, { nullable: true }) ra_hash!: string | null;

  /** A folder rather than a file directly in the platform's folder. */
  @BoolColumn({ default: false }) multi_file!: boolean;
  /** Files directly in the game's folder; 1 for a single file. */
  @IntColumn({ default: 0 }) top_level_file_count!: number;
  @BoolColumn({ default: false }) has_soundtrack!: boolean;
  @BoolColumn({ default: false }) missing_from_fs!: boolean;
  /** Any of the ten Hasheous match flags is set. */
  @BoolColumn({ default: false }) verified!: boolean;

  /** First provider id that games of one group share, e.g. `igdb:1074`; null: the game is its own group (library-api spec §8.7). */
  @StringColumn(120, { nullable: true }) group_key!: string | null;
  /** Demo, beta, prototype…: ranks behind full releases of its group. */
  @BoolColumn({ default: false }) is_prerelease!: boolean;
  @StringColumn(100, { nullable: true }) first_region!: string | null;

  /** Milliseconds since the epoch. */
  @BigIntColumn({ nullable: true }) first_release_date!: number | null;
  /** 0-100. */
  @FloatColumn({ nullable: true }) average_rating!: number | null;
  @StringColumn(100, { default: '1' }) player_count!: string;

  @UtcColumn() created_at!: Date;
  @UtcColumn() updated_at!: Date;
}
