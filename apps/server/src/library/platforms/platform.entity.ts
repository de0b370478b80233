import { BoolColumn, IdColumn, IntColumn, StringColumn, TextColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';

/**
 * A platform: one folder of the library. As everywhere in this module a field has one name from the column to the wire:
 * the one of library-api spec §2.2.
 */
@Entity('platforms')
@Index('ux_platforms_fs_slug', ['fs_slug'], { unique: true })
@Index('ix_platforms_slug', ['slug'])
export class Platform {
  @IdColumn() id!: number;
  @StringColumn(400) slug!: string;
  /** Folder name. */
  @StringColumn(400) fs_slug!: string;
  @StringColumn(400) name!: string;
  @StringColumn(400, { default: '' }) custom_name!: string;
  @TextColumn({ nullable: true }) description!: string | null;
  @StringColumn(400, { nullable: true }) igdb_slug!: string | null;
  @StringColumn(400, { nullable: true }) moby_slug!: string | null;
  @StringColumn(400, { nullable: true }) hltb_slug!: string | null;
  @StringColumn(400, { nullable: true }) libretro_slug!: string | null;
  @IntColumn({ nullable: true }) igdb_id!: number | null;
  @IntColumn({ nullable: true }) sgdb_id!: number | null;
  @IntColumn({ nullable: true }) moby_id!: number | null;
  @IntColumn({ nullable: true }) launchbox_id!: number | null;
  @IntColumn({ nullable: true }) ss_id!: number | null;
  @IntColumn({ nullable: true }) ra_id!: number | null;
  @IntColumn({ nullable: true }) hasheous_id!: number | null;
  @IntColumn({ nullable: true }) tgdb_id!: number | null;
  @IntColumn({ nullable: true }) flashpoint_id!: number | null;
  @StringColumn(100, { nullable: true }) category!: string | null;
  @IntColumn({ nullable: true }) generation!: number | null;
  @StringColumn(400, { nullable: true }) family_name!: string | null;
  @StringColumn(400, { nullable: true }) family_slug!: string | null;
  @StringColumn(1000, { nullable: true }) url!: string | null;
  @StringColumn(1000, { nullable: true }) url_logo!: string | null;
  @BoolColumn({ default: false }) missing_from_fs!: boolean;
  @UtcColumn() created_at!: Date;
  @UtcColumn() updated_at!: Date;
}
