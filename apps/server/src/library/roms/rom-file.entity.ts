import { BigIntColumn, BoolColumn, IdColumn, IntColumn, JsonColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import type { ArchiveMember, FileCategory, TrackMeta } from './rom-file.dto.js';
import { Rom } from './rom.entity.js';

/** A file of a game. */
@Entity('rom_files')
@Index('ix_rom_files_rom_id', ['rom_id'])
@Index('ix_rom_files_crc_hash', ['crc_hash'])
@Index('ix_rom_files_md5_hash', ['md5_hash'])
@Index('ix_rom_files_sha1_hash', ['sha1_hash'])
@Index('ix_rom_files_ra_hash', ['ra_hash'])
@Index('ix_rom_files_chd_sha1_hash', ['chd_sha1_hash'])
export class RomFile {
  @IdColumn() id!: number;
  @IntColumn() rom_id!: number;
  @ManyToOne(() => Rom, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'rom_id', foreignKeyConstraintName: 'fk_rom_files_rom_id' })
  rom?: Rom;

  @StringColumn(450) file_name!: string;
  /** Folder of the file, relative to the library. */
  @StringColumn(1000) file_path!: string;
  @BigIntColumn({ default: 0 }) file_size_bytes!: number;
  @UtcColumn() last_modified!: Date;
  /** mtime in nanoseconds and inode, as text. Size and mtime tell an unchanged file without reading it. */
  @StringColumn(32, { nullable: true }) mtime_ns!: string | null;
  @StringColumn(32, { nullable: true }) inode!: string | null;

  @StringColumn(8, { nullable: true }) crc_hash!: string | null;
  @StringColumn(32, { nullable: true }) md5_hash!: string | null;
  @StringColumn(40, { nullable: true }) sha1_hash!: string | null;
  @StringColumn(100, { nullable: true }) ra_hash!: string | null;
  @StringColumn(40, { nullable: true }) chd_sha1_hash!: string | null;
  @JsonColumn({ nullable: true }) archive_members!: ArchiveMember[] | null;
  /** Why the content could not be read (encrypted, cut short, too deep…); the file is listed all the same. */
  @StringColumn(1000, { nullable: true }) scan_error!: string | null;
  @StringColumn(20, { nullable: true }) category!: FileCategory | null;
  @JsonColumn({ nullable: true }) track_meta!: TrackMeta | null;
  @BoolColumn({ default: false }) missing_from_fs!: boolean;
  @UtcColumn() created_at!: Date;
  @UtcColumn() updated_at!: Date;
}
