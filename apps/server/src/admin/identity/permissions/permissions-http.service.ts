import { Injectable } from '@nestjs/common';
import { AuditLog, type Caller, demandUnnarrowed, type GroupFields, type HiddenThing, PermissionAdminService, type Principal } from '@rumpus/auth';
import { invalid } from '@rumpus/errors';
import type { z } from 'zod';

import {
  groupBody, type groupChangesBody, type groupShape, type hideBody, isHideable, type newGroupBody, userPermissionsAnswer, type userPermissionsBody, type userPermissionsShape,
} from './permission-shapes.js';

type GroupAnswer = z.infer<typeof groupShape>;
type UserAnswer = z.infer<typeof userPermissionsShape>;

/** Permission changes as the API words them, each with its audit line. Callers with a narrowed token change nothing: they could give themselves more. */
@Injectable()
export class PermissionsHttpService {
  constructor(
    private readonly permissions: PermissionAdminService,
    private readonly audit: AuditLog,
  ) {}

  async groups(): Promise<GroupAnswer[]> {
    return (await this.permissions.listGroups()).map(groupBody);
  }

  async createGroup({ is_default, extra_scopes, ...fields }: z.infer<typeof newGroupBody>, caller: Principal, from: Caller): Promise<GroupAnswer> {
    demandUnnarrowed(caller);
    const view = await this.permissions.createGroup({ ...fields, isDefault: is_default, extraScopes: extra_scopes });
    await this.audit.write({ action: 'group.created', actor: caller, target: `group:${String(view.group.id)}`, from, detail: { name: view.group.name } });
    return groupBody(view);
  }

  async updateGroup(id: number, body: z.infer<typeof groupChangesBody>, caller: Principal, from: Caller): Promise<GroupAnswer> {
    demandUnnarrowed(caller);
    const wanted = { name: body.name, description: body.description, isDefault: body.is_default, grants: body.grants, extraScopes: body.extra_scopes };
    const given = Object.entries(wanted).filter(([, value]) => value !== undefined && value !== null);
    const fields = Object.fromEntries(given) as Partial<GroupFields>;
    const view = await this.permissions.updateGroup(id, body.color === undefined ? fields : { ...fields, color: body.color });
    await this.audit.write({ action: 'group.updated', actor: caller, target: `group:${String(id)}`, from, detail: { fields: Object.keys(body) } });
    return groupBody(view);
  }

  async deleteGroup(id: number, caller: Principal, from: Caller): Promise<null> {
    demandUnnarrowed(caller);
    const group = await this.permissions.deleteGroup(id);
    await this.audit.write({ action: 'group.deleted', actor: caller, target: `group:${String(id)}`, from, detail: { name: group.name } });
    return null;
  }

  async user(id: number): Promise<UserAnswer> {
    return userPermissionsAnswer(await this.permissions.userPermissions(id));
  }

  async updateUser(id: number, body: z.infer<typeof userPermissionsBody>, caller: Principal, from: Caller): Promise<UserAnswer> {
    demandUnnarrowed(caller);
    const permissions = await this.permissions.setUserPermissions(id, {
      ...(body.set_group ? { group: body.permission_group_id ?? null } : {}),
      ...(body.overrides == null ? {} : { overrides: body.overrides }),
      ...(body.extra_scopes == null ? {} : { extraScopes: body.extra_scopes }),
      ...(body.object_grants == null ? {} : { objectGrants: body.object_grants }),
      ...(body.server_ids === undefined ? {} : { serverIds: body.server_ids }),
    });
    await this.audit.write({ action: 'user.grants-changed', actor: caller, target: `user:${String(id)}`, from, detail: { ...body } });
    return userPermissionsAnswer(permissions);
  }

  async hide(body: z.infer<typeof hideBody>, caller: Principal, from: Caller): Promise<HiddenThing> {
    demandUnnarrowed(caller);
    const thing = thingOf(body);
    await this.permissions.hide(thing, { userId: body.user_id, groupId: body.group_id });
    await this.audit.write({ action: 'hidden.added', actor: caller, target: `${thing.entity}:${String(thing.entity_id)}`, from, detail: { user_id: body.user_id ?? null, group_id: body.group_id ?? null } });
    return thing;
  }

  async unhide(body: z.infer<typeof hideBody>, caller: Principal, from: Caller): Promise<void> {
    demandUnnarrowed(caller);
    const thing = thingOf(body);
    await this.permissions.unhide(thing, { userId: body.user_id, groupId: body.group_id });
    await this.audit.write({ action: 'hidden.removed', actor: caller, target: `${thing.entity}:${String(thing.entity_id)}`, from, detail: { user_id: body.user_id ?? null, group_id: body.group_id ?? null } });
  }
}

const thingOf = ({ entity, entity_id }: z.infer<typeof hideBody>): HiddenThing => {
  if (!isHideable(entity)) throw invalid('Only platforms and roms can be hidden', 'entity');
  return { entity, entity_id };
};
