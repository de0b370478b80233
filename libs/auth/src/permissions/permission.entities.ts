import { BoolColumn, IdColumn, IntColumn, JsonColumn, StringColumn, UtcColumn } from '@rumpus/persistence';
import { Entity, ForeignKey, Index } from 'typeorm';

import type { ObjectKind } from '../guard/principal.js';
import type { Scope } from '../scopes/scopes.js';
import type { HideableEntity, PermissionAction, PermissionEntity } from './vocabulary.js';

@Entity('permission_groups')
export class PermissionGroup {
  @IdColumn()
  id!: number;

  @Index('ux_permission_groups_name', { unique: true })
  @StringColumn(255)
  name!: string;

  @StringColumn(1000, { default: '' })
  description!: string;

  @StringColumn(20, { nullable: true })
  color!: string | null;

  /** Exactly one group is the default: that of all users without a group of their own. */
  @BoolColumn({ name: 'is_default', default: false })
  isDefault!: boolean;

  @BoolColumn({ name: 'is_system', default: false })
  isSystem!: boolean;

  /** Scopes of the other modules that members have. */
  @JsonColumn({ name: 'extra_scopes' })
  extraScopes!: Scope[];

  @UtcColumn({ name: 'created_at' })
  createdAt!: Date;

  @UtcColumn({ name: 'updated_at' })
  updatedAt!: Date;
}

@Entity('permission_grants')
@Index('ux_permission_grants_group_id_entity_action', ['groupId', 'entity', 'action'], { unique: true })
export class PermissionGrant {
  @IdColumn()
  id!: number;

  @IntColumn({ name: 'group_id' })
  @ForeignKey('PermissionGroup', { name: 'fk_permission_grants_group_id', onDelete: 'CASCADE' })
  groupId!: number;

  @StringColumn(30)
  entity!: PermissionEntity;

  @StringColumn(20)
  action!: PermissionAction;

  @BoolColumn({ name: 'own_only', default: false })
  ownOnly!: boolean;
}

@Entity('permission_overrides')
@Index('ux_permission_overrides_user_id_entity_action', ['userId', 'entity', 'action'], { unique: true })
export class PermissionOverride {
  @IdColumn()
  id!: number;

  @IntColumn({ name: 'user_id' })
  @ForeignKey('User', { name: 'fk_permission_overrides_user_id', onDelete: 'CASCADE' })
  userId!: number;

  @StringColumn(30)
  entity!: PermissionEntity;

  @StringColumn(20)
  action!: PermissionAction;

  @BoolColumn()
  granted!: boolean;

  @BoolColumn({ name: 'own_only', default: false })
  ownOnly!: boolean;
}

/** A platform or game that a user or the members of a group don't get to see. Exactly one of the two ids is set. */
@Entity('hidden_entities')
export class HiddenEntity {
  @IdColumn()
  id!: number;

  @Index('ix_hidden_entities_user_id')
  @IntColumn({ name: 'user_id', nullable: true })
  @ForeignKey('User', { name: 'fk_hidden_entities_user_id', onDelete: 'CASCADE' })
  userId!: number | null;

  @Index('ix_hidden_entities_group_id')
  @IntColumn({ name: 'group_id', nullable: true })
  @ForeignKey('PermissionGroup', { name: 'fk_hidden_entities_group_id', onDelete: 'CASCADE' })
  groupId!: number | null;

  @StringColumn(30)
  entity!: HideableEntity;

  @IntColumn({ name: 'entity_id' })
  entityId!: number;
}

/** A scope on one object, for an arcade's owner or the operator of one game server. */
@Entity('object_grants')
@Index('ux_object_grants_user_id_kind_object_id_scope', ['userId', 'kind', 'objectId', 'scope'], { unique: true })
export class ObjectGrantRow {
  @IdColumn()
  id!: number;

  @IntColumn({ name: 'user_id' })
  @ForeignKey('User', { name: 'fk_object_grants_user_id', onDelete: 'CASCADE' })
  userId!: number;

  @StringColumn(30)
  kind!: ObjectKind;

  @StringColumn(64, { name: 'object_id' })
  objectId!: string;

  @StringColumn(40)
  scope!: Scope;
}
