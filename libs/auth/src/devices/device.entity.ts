import { BoolColumn, IntColumn, JsonColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, ForeignKey, Index } from 'typeorm';

/**
 * A browser, handheld or emulator of a user (library-assets-sync spec §2.3, §7). Here because sign-in and pairing make
 * devices; what they synchronise is the library's business.
 */
@Entity('devices')
export class Device {
  /** Random UUID. */
  @StringColumn(255, { primary: true })
  id!: string;

  @Index('ix_devices_user_id')
  @IntColumn({ name: 'user_id' })
  @ForeignKey('User', { name: 'fk_devices_user_id', onDelete: 'CASCADE' })
  userId!: number;

  /** What the device calls itself for good; pairing again finds it by this. */
  @StringColumn(255, { name: 'client_device_identifier', nullable: true })
  clientDeviceIdentifier!: string | null;

  @StringColumn(255, { nullable: true })
  name!: string | null;

  @StringColumn(50, { nullable: true })
  platform!: string | null;

  @StringColumn(50, { nullable: true })
  client!: string | null;

  @StringColumn(50, { name: 'client_version', nullable: true })
  clientVersion!: string | null;

  @StringColumn(64, { name: 'ip_address', nullable: true })
  ipAddress!: string | null;

  @StringColumn(17, { name: 'mac_address', nullable: true })
  macAddress!: string | null;

  @StringColumn(255, { nullable: true })
  hostname!: string | null;

  @StringColumn(20, { name: 'sync_mode', default: 'api' })
  syncMode!: string;

  @BoolColumn({ name: 'sync_enabled', default: true })
  syncEnabled!: boolean;

  @JsonColumn({ name: 'sync_config', nullable: true })
  syncConfig!: Record<string, unknown> | null;

  @UtcColumn({ name: 'last_seen', nullable: true })
  lastSeen!: Date | null;

  @UtcColumn({ name: 'created_at' })
  createdAt!: Date;

  @UtcColumn({ name: 'updated_at' })
  updatedAt!: Date;
}
