import { Injectable } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import { invalid, notFound } from '@rumpus/errors';
import { DataSource, type EntityManager, In, Not, Repository } from 'typeorm';

import type { ObjectGrant } from '../guard/principal.js';
import { inCanonicalOrder, type Scope } from '../scopes/scopes.js';
import { User } from '../users/user.entity.js';
import { HiddenEntity, ObjectGrantRow, PermissionGrant, PermissionGroup, PermissionOverride } from './permission.entities.js';
import { RightsService } from './rights.service.js';
import type { Grant, HideableEntity, Override } from './vocabulary.js';

/** A hidden platform or game. */
export interface HiddenThing {
  entity: HideableEntity;
  entity_id: number;
}

/** A group with everything about it (library-api spec §6). */
export interface GroupView {
  group: PermissionGroup;
  grants: Grant[];
  hidden: HiddenThing[];
  memberCount: number;
}

export interface GroupFields {
  name: string;
  description: string;
  isDefault: boolean;
  color: string | null;
  grants: Grant[];
  extraScopes: Scope[];
}

/** What is set for one user beside his group. */
export interface UserPermissions {
  user: User;
  overrides: Override[];
  hidden: HiddenThing[];
  objectGrants: ObjectGrant[];
}

/** Whom a hiding is for: exactly one of the two. */
export interface HideTarget {
  userId?: number | null | undefined;
  groupId?: number | null | undefined;
}

/** Changes groups, overrides, hidden things and grants on objects. Each change takes hold at once, everywhere. */
@Injectable()
export class PermissionAdminService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @InjectRepository(PermissionGroup) private readonly groups: Repository<PermissionGroup>,
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly rights: RightsService,
  ) {}

  async listGroups(): Promise<GroupView[]> {
    const groups = await this.groups.find({ order: { id: 'ASC' } });
    return Promise.all(groups.map((group) => this.#view(group)));
  }

  async createGroup(fields: GroupFields): Promise<GroupView> {
    await this.#demandFreeName(fields.name);
    const group = await this.dataSource.transaction(async (manager) => {
      if (fields.isDefault) await manager.update(PermissionGroup, { isDefault: true }, { isDefault: false });
      const { name, description, isDefault, color, extraScopes } = fields;
      const now = new Date();
      const row = await manager.save(PermissionGroup, manager.create(PermissionGroup, { name, description, isDefault, color, extraScopes: inCanonicalOrder(extraScopes), isSystem: false, createdAt: now, updatedAt: now }));
      await replaceGrants(manager, row.id, fields.grants);
      return row;
    });
    if (fields.isDefault) await this.rights.groupChanged();
    return this.#view(group);
  }

  async updateGroup(id: number, fields: Partial<GroupFields>): Promise<GroupView> {
    const group = await this.#group(id);
    if (fields.name !== undefined) await this.#demandFreeName(fields.name, id);
    if (group.isDefault && fields.isDefault === false) throw invalid('Set another group as default first');
    const { grants, extraScopes, ...columns } = fields;
    await this.dataSource.transaction(async (manager) => {
      if (fields.isDefault === true) await manager.update(PermissionGroup, { isDefault: true, id: Not(id) }, { isDefault: false });
      await manager.update(PermissionGroup, { id }, { ...columns, ...(extraScopes === undefined ? {} : { extraScopes: inCanonicalOrder(extraScopes) }), updatedAt: new Date() });
      if (grants !== undefined) await replaceGrants(manager, id, grants);
    });
    await this.rights.groupChanged();
    return this.#view(await this.#group(id));
  }

  async deleteGroup(id: number): Promise<PermissionGroup> {
    const group = await this.#group(id);
    if (group.isDefault) throw invalid('Cannot delete the default group; set another default first');
    await this.groups.delete({ id });
    await this.rights.groupChanged();
    return group;
  }

  async userPermissions(userId: number): Promise<UserPermissions> {
    const user = await this.#user(userId);
    const { manager } = this.dataSource;
    const [overrides, hidden, objects] = await Promise.all([
      manager.find(PermissionOverride, { where: { userId }, order: { id: 'ASC' } }),
      manager.find(HiddenEntity, { where: { userId }, order: { id: 'ASC' } }),
      manager.find(ObjectGrantRow, { where: { userId }, order: { id: 'ASC' } }),
    ]);
    return {
      user,
      overrides: overrides.map(({ entity, action, granted, ownOnly }) => ({ entity, action, granted, own_only: ownOnly })),
      hidden: hidden.map(toHidden),
      objectGrants: objects.map(({ scope, kind, objectId }) => ({ scope, kind, id: objectId })),
    };
  }

  /** Sets what is given and leaves the rest; `group` null clears the user's own group. */
  async setUserPermissions(userId: number, set: { group?: number | null; overrides?: Override[]; extraScopes?: Scope[]; objectGrants?: ObjectGrant[]; serverIds?: number[] | null }): Promise<UserPermissions> {
    await this.#user(userId);
    if (set.group !== undefined && set.group !== null) await this.#group(set.group);
    await this.dataSource.transaction(async (manager) => {
      if (set.group !== undefined) await manager.update(User, { id: userId }, { permissionGroupId: set.group });
      if (set.extraScopes !== undefined) await manager.update(User, { id: userId }, { extraScopes: inCanonicalOrder(set.extraScopes) });
      if (set.serverIds !== undefined) await manager.update(User, { id: userId }, { serverIds: set.serverIds });
      if (set.overrides !== undefined) await replaceOverrides(manager, userId, set.overrides);
      if (set.objectGrants !== undefined) await replaceObjectGrants(manager, userId, set.objectGrants);
    });
    await this.rights.changed(userId);
    return this.userPermissions(userId);
  }

  /** Users who hold a scope on one object, by name; admins hold everything and are not listed. */
  async holders({ scope, kind, id }: ObjectGrant): Promise<User[]> {
    const rows = await this.dataSource.manager.findBy(ObjectGrantRow, { scope, kind, objectId: id });
    return rows.length === 0 ? [] : this.users.find({ where: { id: In(rows.map(({ userId }) => userId)) }, order: { username: 'ASC' } });
  }

  /** Gives a scope on one object to exactly these users. */
  async setHolders(grant: ObjectGrant, userIds: readonly number[]): Promise<void> {
    const before = new Set((await this.holders(grant)).map(({ id }) => id));
    const after = new Set(userIds);
    for (const id of after) await this.#user(id);
    const { scope, kind, id: objectId } = grant;
    const gone = [...before].filter((id) => !after.has(id));
    const fresh = [...after].filter((id) => !before.has(id));
    await this.dataSource.transaction(async (manager) => {
      if (gone.length > 0) await manager.delete(ObjectGrantRow, { scope, kind, objectId, userId: In(gone) });
      if (fresh.length > 0) await manager.insert(ObjectGrantRow, fresh.map((userId) => ({ userId, scope, kind, objectId })));
    });
    for (const id of [...gone, ...fresh]) await this.rights.changed(id);
  }

  async hide(thing: HiddenThing, target: HideTarget): Promise<void> {
    const row = this.#hiddenRow(thing, target);
    if (row.userId === null) await this.#group(row.groupId ?? 0);
    else await this.#user(row.userId);
    if (!(await this.dataSource.manager.existsBy(HiddenEntity, notNull(row)))) await this.dataSource.manager.insert(HiddenEntity, row);
    await this.#tell(row);
  }

  async unhide(thing: HiddenThing, target: HideTarget): Promise<void> {
    const row = this.#hiddenRow(thing, target);
    await this.dataSource.manager.delete(HiddenEntity, notNull(row));
    await this.#tell(row);
  }

  #hiddenRow({ entity, entity_id }: HiddenThing, { userId = null, groupId = null }: HideTarget): Omit<HiddenEntity, 'id'> {
    if ((userId === null) === (groupId === null)) throw invalid('Exactly one of user_id or group_id must be set');
    return { entity, entityId: entity_id, userId, groupId };
  }

  async #tell({ userId }: Pick<HiddenEntity, 'userId'>): Promise<void> {
    await (userId === null ? this.rights.groupChanged() : this.rights.changed(userId));
  }

  async #view(group: PermissionGroup): Promise<GroupView> {
    const { manager } = this.dataSource;
    const [grants, hidden, memberCount] = await Promise.all([
      manager.find(PermissionGrant, { where: { groupId: group.id }, order: { id: 'ASC' } }),
      manager.find(HiddenEntity, { where: { groupId: group.id }, order: { id: 'ASC' } }),
      this.users.countBy({ permissionGroupId: group.id }),
    ]);
    return { group, grants: grants.map(({ entity, action, ownOnly }) => ({ entity, action, own_only: ownOnly })), hidden: hidden.map(toHidden), memberCount };
  }

  async #group(id: number): Promise<PermissionGroup> {
    const group = await this.groups.findOneBy({ id });
    if (group === null) throw notFound('Not found');
    return group;
  }

  async #user(id: number): Promise<User> {
    const user = await this.users.findOneBy({ id });
    if (user === null) throw notFound('Not found');
    return user;
  }

  async #demandFreeName(name: string, except = 0): Promise<void> {
    if (await this.groups.existsBy({ name, id: Not(except) })) throw invalid('A group with that name already exists', 'name');
  }
}

const toHidden = ({ entity, entityId }: HiddenEntity): HiddenThing => ({ entity, entity_id: entityId });

/** TypeORM refuses null in a condition; the column that is not null decides. */
const notNull = ({ userId, groupId, entity, entityId }: Omit<HiddenEntity, 'id'>) => ({ entity, entityId, ...(userId === null ? {} : { userId }), ...(groupId === null ? {} : { groupId }) });

const replaceGrants = async (manager: EntityManager, groupId: number, grants: readonly Grant[]): Promise<void> => {
  await manager.delete(PermissionGrant, { groupId });
  const unique = new Map(grants.map((grant) => [`${grant.entity}:${grant.action}`, grant]));
  if (unique.size > 0) await manager.insert(PermissionGrant, [...unique.values()].map(({ entity, action, own_only }) => ({ groupId, entity, action, ownOnly: own_only })));
};

const replaceOverrides = async (manager: EntityManager, userId: number, overrides: readonly Override[]): Promise<void> => {
  await manager.delete(PermissionOverride, { userId });
  const unique = new Map(overrides.map((override) => [`${override.entity}:${override.action}`, override]));
  if (unique.size > 0) await manager.insert(PermissionOverride, [...unique.values()].map(({ entity, action, granted, own_only }) => ({ userId, entity, action, granted, ownOnly: own_only })));
};

const replaceObjectGrants = async (manager: EntityManager, userId: number, grants: readonly ObjectGrant[]): Promise<void> => {
  await manager.delete(ObjectGrantRow, { userId });
  const unique = new Map(grants.map((grant) => [`${grant.kind}:${grant.id}:${grant.scope}`, grant]));
  if (unique.size > 0) await manager.insert(ObjectGrantRow, [...unique.values()].map(({ kind, id, scope }) => ({ userId, kind, objectId: id, scope })));
};
