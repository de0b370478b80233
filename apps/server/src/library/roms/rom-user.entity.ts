import { BoolColumn, IdColumn, IntColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, ForeignKey, Index, JoinColumn, ManyToOne } from 'typeorm';
import type { RomStatus } from './rom-user.dto.js';
import { Rom } from './rom.entity.js';

/** What one user noted about one game; the row exists once something was noted. */
@Entity('rom_user')
@Index('ux_rom_user_user_id_rom_id', ['user_id', 'rom_id'], { unique: true })
@Index('ix_rom_user_rom_id', ['rom_id'])
export class RomUser {
  @IdColumn() id!: number;
  @IntColumn()
  @ForeignKey('User', { name: 'fk_rom_user_user_id', onDelete: 'CASCADE' })
  user_id!: number;
  @IntColumn() rom_id!: number;
  @ManyToOne(() => Rom, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'rom_id', foreignKeyConstraintName: 'fk_rom_user_rom_id' })
  rom?: Rom;

  @UtcColumn({ nullable: true }) last_played!: Date | null;
  @BoolColumn({ default: false }) is_main_sibling!: boolean;
  @BoolColumn({ default: false }) backlogged!: boolean;
  @BoolColumn({ default: false }) now_playing!: boolean;
  @BoolColumn({ default: false }) hidden!: boolean;
  @IntColumn({ default: 0 }) rating!: number;
  @IntColumn({ default: 0 }) difficulty!: number;
  @IntColumn({ default: 0 }) completion!: number;
  @StringColumn(20, { nullable: true }) status!: RomStatus | null;
  @UtcColumn() created_at!: Date;
  @UtcColumn() updated_at!: Date;
}
