import { BigIntColumn, BoolColumn, IdColumn, IntColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { Platform } from '../platforms/platform.entity.js';

/** A BIOS or firmware file of a platform (library-api spec §2.3). */
@Entity('firmware')
@Index('ux_firmware_platform_id_file_name', ['platform_id', 'file_name'], { unique: true })
export class Firmware {
  @IdColumn() id!: number;
  @IntColumn() platform_id!: number;
  @ManyToOne(() => Platform, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'platform_id', foreignKeyConstraintName: 'fk_firmware_platform_id' })
  platform?: Platform;

  @StringColumn(450) file_name!: string;
  @StringColumn(450) file_name_no_tags!: string;
  @StringColumn(450) file_name_no_ext!: string;
  @StringColumn(100) file_extension!: string;
  @StringColumn(1000) file_path!: string;
  @BigIntColumn({ default: 0 }) file_size_bytes!: number;
  @StringColumn(8, { default: '' }) crc_hash!: string;
  @StringColumn(32, { default: '' }) md5_hash!: string;
  @StringColumn(40, { default: '' }) sha1_hash!: string;
  @BoolColumn({ default: false }) is_verified!: boolean;
  @BoolColumn({ default: false }) missing_from_fs!: boolean;
  @UtcColumn() created_at!: Date;
  @UtcColumn() updated_at!: Date;
}
