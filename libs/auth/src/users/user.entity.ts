import { BigIntColumn, BoolColumn, IdColumn, IntColumn, JsonColumn, StringColumn, TextColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, ForeignKey, Index } from 'typeorm';

import type { Role } from '../guard/principal.js';
import type { Scope } from '../scopes/scopes.js';

/** One account of the house. */
@Entity('users')
export class User {
  @IdColumn()
  id!: number;

  /** Lower case, unique (library-api spec §4.1). */
  @Index('ux_users_username', { unique: true })
  @StringColumn(255)
  username!: string;

  @Index('ux_users_email', { unique: true })
  @StringColumn(255, { nullable: true })
  email!: string | null;

  /** argon2id; null for accounts that only come in through OpenID Connect. */
  @StringColumn(255, { name: 'password_hash', nullable: true })
  passwordHash!: string | null;

  @StringColumn(20)
  role!: Role;

  @BoolColumn({ default: true })
  enabled!: boolean;

  /** Null: the default group. */
  @Index('ix_users_permission_group_id')
  @IntColumn({ name: 'permission_group_id', nullable: true })
  @ForeignKey('PermissionGroup', { name: 'fk_users_permission_group_id', onDelete: 'SET NULL' })
  permissionGroupId!: number | null;

  /** Scopes on top of those of the group. */
  @JsonColumn({ name: 'extra_scopes' })
  extraScopes!: Scope[];

  /** Game servers the account is confined to; null: none, it reaches all that its scopes allow. */
  @JsonColumn({ name: 'server_ids', nullable: true })
  serverIds!: number[] | null;

  /** Goes up when the password changes; JWTs carry it, so all older ones die. */
  @IntColumn({ name: 'token_version', default: 1 })
  tokenVersion!: number;

  /** Goes up when anything changes that {@link Principal} is made of; caches carry it. */
  @IntColumn({ name: 'rights_version', default: 1 })
  rightsVersion!: number;

  @BoolColumn({ name: 'must_change_password', default: false })
  mustChangePassword!: boolean;

  /** Relative to the assets folder, empty when there is none. */
  @StringColumn(1000, { name: 'avatar_path', default: '' })
  avatarPath!: string;

  @StringColumn(255, { name: 'ra_username', default: '' })
  raUsername!: string;

  @JsonColumn({ name: 'ra_progression', nullable: true })
  raProgression!: Record<string, unknown> | null;

  @JsonColumn({ name: 'ui_settings', nullable: true })
  uiSettings!: Record<string, unknown> | null;

  /** TOTP secret, sealed; null while the second factor is off. */
  @TextColumn({ name: 'totp_secret', nullable: true })
  totpSecret!: string | null;

  /** Last TOTP time step that was used; it and all earlier ones are refused. */
  @BigIntColumn({ name: 'totp_last_step', default: 0 })
  totpLastStep!: number;

  @UtcColumn({ name: 'last_login', nullable: true })
  lastLogin!: Date | null;

  @UtcColumn({ name: 'last_active', nullable: true })
  lastActive!: Date | null;

  @UtcColumn({ name: 'created_at' })
  createdAt!: Date;

  @UtcColumn({ name: 'updated_at' })
  updatedAt!: Date;
}
