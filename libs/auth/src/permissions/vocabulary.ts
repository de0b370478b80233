import { inCanonicalOrder, isScope, type Scope } from '../scopes/scopes.js';

/** RomM's permission vocabulary (library-api spec §6). */
export const ENTITIES = ['platforms', 'roms', 'collections', 'playlists', 'firmware', 'assets', 'devices', 'users', 'tasks', 'logs'] as const;
export const ACTIONS = ['read', 'write', 'delete'] as const;

export type PermissionEntity = (typeof ENTITIES)[number];
export type PermissionAction = (typeof ACTIONS)[number];

/** What can be hidden from a user or group. */
export const HIDEABLE = ['platforms', 'roms'] as const;
export type HideableEntity = (typeof HIDEABLE)[number];

/** A right on a kind of thing; `own_only` narrows it to what the caller owns. */
export interface Grant {
  entity: PermissionEntity;
  action: PermissionAction;
  own_only: boolean;
}

/** A change of one user against his group: `granted` adds the right, otherwise it is taken away. */
export interface Override extends Grant {
  granted: boolean;
}

/** Scopes every account has, whatever its group says. */
const ALWAYS: readonly Scope[] = ['me.read', 'me.write', 'roms.user.read', 'roms.user.write'];

const key = (grant: Pick<Grant, 'entity' | 'action'>): string => `${grant.entity}:${grant.action}`;

/** The grants of a group with a user's overrides laid over them. */
export const effectiveGrants = (group: readonly Grant[], overrides: readonly Override[]): Grant[] => {
  const grants = new Map(group.map((grant) => [key(grant), grant]));
  for (const { granted, ...grant } of overrides) {
    if (granted) grants.set(key(grant), grant);
    else grants.delete(key(grant));
  }
  return [...grants.values()];
};

const scopeOf = ({ entity, action }: Grant): Scope | undefined => {
  if (entity === 'tasks') return action === 'write' ? 'tasks.run' : undefined;
  const word = `${entity}.${action}`;
  return action !== 'delete' && isScope(word) ? word : undefined;
};

/** The scopes that follow from grants, with the always-on ones, in canonical order. */
export const scopesOfGrants = (grants: readonly Grant[]): Scope[] => inCanonicalOrder([...ALWAYS, ...grants.map(scopeOf).filter((scope) => scope !== undefined)]);

/** The switches of RomM's web UI, in its order, each with the grant that turns it on; `app.admin` is for administrators only. */
const UI_ACTIONS: readonly (readonly [string, `${PermissionEntity}:${PermissionAction}` | 'admin'])[] = [
  ['rom.view', 'roms:read'],
  ['rom.play', 'roms:read'],
  ['rom.download', 'roms:read'],
  ['rom.upload', 'roms:write'],
  ['rom.edit', 'roms:write'],
  ['rom.delete', 'roms:delete'],
  ['rom.match', 'roms:write'],
  ['rom.refresh', 'roms:write'],
  ['rom.favorite', 'roms:read'],
  ['platform.view', 'platforms:read'],
  ['platform.create', 'platforms:write'],
  ['platform.edit', 'platforms:write'],
  ['platform.delete', 'platforms:delete'],
  ['collection.view', 'collections:read'],
  ['collection.create', 'collections:write'],
  ['collection.edit', 'collections:write'],
  ['collection.delete', 'collections:delete'],
  ['library.scan', 'platforms:write'],
  ['user.view', 'users:read'],
  ['user.create', 'users:write'],
  ['user.edit', 'users:write'],
  ['user.delete', 'users:write'],
  ['app.admin', 'admin'],
];

/** The web UI's switches that are on. Grants on own things count (library-api spec §6). */
export const uiActions = (isAdmin: boolean, grants: readonly Grant[]): string[] => {
  const held = new Set(grants.map(key));
  return UI_ACTIONS.filter(([, needs]) => isAdmin || held.has(needs)).map(([action]) => action);
};

const read = (entity: PermissionEntity): Grant => ({ entity, action: 'read', own_only: false });
const own = (entity: PermissionEntity, action: PermissionAction): Grant => ({ entity, action, own_only: true });
const all = (entity: PermissionEntity, action: PermissionAction): Grant => ({ entity, action, own_only: false });

const viewer: readonly Grant[] = [
  ...(['roms', 'platforms', 'firmware', 'collections', 'playlists', 'assets'] as const).map(read),
  ...(['collections', 'playlists', 'assets'] as const).flatMap((entity) => [own(entity, 'write'), own(entity, 'delete')]),
  ...ACTIONS.map((action) => own('devices', action)),
];

const editor: readonly Grant[] = [...viewer, ...(['roms', 'platforms', 'firmware'] as const).flatMap((entity) => [all(entity, 'write'), all(entity, 'delete')])];

/** A group as seeded; `extraScopes` are those of the other modules. */
export interface GroupSeed {
  name: string;
  description: string;
  color: string;
  isDefault: boolean;
  grants: readonly Grant[];
  extraScopes: readonly Scope[];
}

export const VIEWER_GROUP = 'Viewer (legacy)';
export const EDITOR_GROUP = 'Editor (legacy)';

/** The two groups a new server has (library-api spec §6); they stand for RomM's former roles. */
export const GROUP_SEEDS: readonly GroupSeed[] = [
  {
    name: VIEWER_GROUP,
    description: 'Browse, play and download; keep own saves, collections and devices.',
    color: '#3b82f6',
    isDefault: true,
    grants: viewer,
    extraScopes: ['servers.read', 'music.read', 'arcade.read'],
  },
  {
    name: EDITOR_GROUP,
    description: 'Everything a viewer may, and edit games, platforms and firmware.',
    color: '#f59e0b',
    isDefault: false,
    grants: editor,
    extraScopes: ['servers.read', 'servers.operate', 'music.read', 'music.write', 'arcade.read', 'arcade.write'],
  },
];
