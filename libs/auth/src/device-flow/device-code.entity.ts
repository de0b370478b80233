import { IdColumn, IntColumn, JsonColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, Index } from 'typeorm';

import type { Scope } from '../scopes/scopes.js';

export type DeviceCodeStatus = 'pending' | 'approved' | 'denied';

/** A device that asks to be let in (library-api spec §5.2). Codes are stored as hashes. */
@Entity('device_codes')
export class DeviceCode {
  @IdColumn()
  id!: number;

  @Index('ux_device_codes_device_code_hash', { unique: true })
  @StringColumn(64, { name: 'device_code_hash' })
  deviceCodeHash!: string;

  /** Null once somebody decided: the code a person typed is used up then. */
  @Index('ux_device_codes_user_code_hash', { unique: true })
  @StringColumn(64, { name: 'user_code_hash', nullable: true })
  userCodeHash!: string | null;

  @StringColumn(20)
  status!: DeviceCodeStatus;

  @StringColumn(255, { name: 'client_device_identifier' })
  clientDeviceIdentifier!: string;

  @StringColumn(255)
  name!: string;

  @StringColumn(50)
  client!: string;

  @StringColumn(50, { nullable: true })
  platform!: string | null;

  @StringColumn(50, { name: 'client_version', nullable: true })
  clientVersion!: string | null;

  @JsonColumn({ name: 'requested_scopes' })
  requestedScopes!: Scope[];

  /** The token made on approval; its secret is given out by the one poll that collects it. */
  @IntColumn({ name: 'token_id', nullable: true })
  tokenId!: number | null;

  @UtcColumn({ name: 'last_poll', nullable: true })
  lastPoll!: Date | null;

  @Index('ix_device_codes_expires_at')
  @UtcColumn({ name: 'expires_at' })
  expiresAt!: Date;
}
