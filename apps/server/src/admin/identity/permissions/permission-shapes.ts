import { ACTIONS, ENTITIES, type GroupView, HIDEABLE, type ObjectGrant, type UserPermissions } from '@rumpus/auth';
import { z } from 'zod';

import { bodyId } from '../routes.js';
import { scopeShape } from '../wire.js';

export const grantShape = z.object({ entity: z.enum(ENTITIES), action: z.enum(ACTIONS), own_only: z.boolean().default(false) });
export const overrideShape = grantShape.extend({ granted: z.boolean() });
const hiddenShape = z.object({ entity: z.string(), entity_id: z.int() });
const objectGrantShape = z.object({ scope: scopeShape, kind: z.enum(['server', 'arcade']), id: z.string().min(1).max(64) });
const color = z.string().regex(/^#[0-9a-fA-F]{3,8}$/u).nullable();

export const myPermissionsShape = z.object({
  is_admin: z.boolean(),
  grants: z.array(z.object({ action: z.string(), scope: z.object({ kind: z.literal('global'), id: z.null() }) })),
  hidden: z.object({ platforms: z.array(z.int()), roms: z.array(z.int()) }),
});

export const catalogShape = z.object({ entities: z.array(z.string()), actions: z.array(z.string()), scopes: z.array(z.string()) });

/** RomM's group, with the scopes of the other modules beside it. */
export const groupShape = z
  .object({
    id: z.int(),
    name: z.string(),
    description: z.string(),
    is_default: z.boolean(),
    is_system: z.boolean(),
    color: z.string().nullable(),
    grants: z.array(grantShape),
    member_count: z.int(),
    hidden: z.array(hiddenShape),
    extra_scopes: z.array(z.string()),
  })
  .meta({ id: 'PermissionGroup' });

export const newGroupBody = z.object({
  name: z.string().trim().min(1).max(255),
  description: z.string().max(1000).default(''),
  is_default: z.boolean().default(false),
  color: color.default(null),
  grants: z.array(grantShape).max(100).default([]),
  extra_scopes: z.array(scopeShape).max(100).default([]),
});

export const groupChangesBody = z.object({
  name: z.string().trim().min(1).max(255).nullish(),
  description: z.string().max(1000).nullish(),
  is_default: z.boolean().nullish(),
  color: color.optional(),
  grants: z.array(grantShape).max(100).nullish(),
  extra_scopes: z.array(scopeShape).max(100).nullish(),
});

export const userPermissionsShape = z.object({
  user_id: z.int(),
  permission_group_id: z.int().nullable(),
  overrides: z.array(overrideShape),
  hidden: z.array(hiddenShape),
  extra_scopes: z.array(z.string()),
  object_grants: z.array(objectGrantShape),
  server_ids: z.array(z.int()).nullable(),
});

export const userPermissionsBody = z.object({
  set_group: z.boolean().default(false),
  permission_group_id: bodyId.nullish(),
  overrides: z.array(overrideShape).max(100).nullish(),
  extra_scopes: z.array(scopeShape).max(100).nullish(),
  object_grants: z.array(objectGrantShape).max(1000).nullish(),
  /** Game servers the account is confined to; null lifts it, absent leaves it. */
  server_ids: z.array(bodyId).max(1000).nullable().optional(),
});

export const hideBody = z.object({ entity: z.string().max(30), entity_id: bodyId, user_id: bodyId.nullish(), group_id: bodyId.nullish() });

export const hiddenBody = hiddenShape;

const hideable: ReadonlySet<string> = new Set(HIDEABLE);
/** True for the two kinds of things that can be hidden. */
export const isHideable = (entity: string): entity is (typeof HIDEABLE)[number] => hideable.has(entity);

export const groupBody = ({ group, grants, hidden, memberCount }: GroupView): z.infer<typeof groupShape> => ({
  id: group.id,
  name: group.name,
  description: group.description,
  is_default: group.isDefault,
  is_system: group.isSystem,
  color: group.color,
  grants,
  member_count: memberCount,
  hidden,
  extra_scopes: group.extraScopes,
});

export const userPermissionsAnswer = ({ user, overrides, hidden, objectGrants }: UserPermissions): z.infer<typeof userPermissionsShape> => ({
  user_id: user.id,
  permission_group_id: user.permissionGroupId,
  overrides,
  hidden,
  extra_scopes: user.extraScopes,
  server_ids: user.serverIds,
  object_grants: objectGrants.map(({ scope, kind, id }: ObjectGrant) => ({ scope, kind, id })),
});
