import type { Grant } from '../../../api/types.js';

/** What rights are about, and what can be done with it (library-api spec §6). */
export const ENTITIES = ['platforms', 'roms', 'collections', 'playlists', 'firmware', 'assets', 'devices', 'users', 'tasks', 'logs'] as const;
export const ACTIONS = ['read', 'write', 'delete'] as const;

export type Entity = (typeof ENTITIES)[number];
export type Action = (typeof ACTIONS)[number];

/** Nothing, only with one's own things, or with everybody's. */
export type Reach = 'none' | 'own' | 'all';

/** How far a right goes. */
export function reachOf(grants: readonly Grant[], entity: Entity, action: Action): Reach {
  const grant = grants.find((one) => one.entity === entity && one.action === action);
  if (grant === undefined) return 'none';
  return grant.own_only ? 'own' : 'all';
}

/** The rights with one of them changed; the rest stays as it was, also what we don't know by name. */
export function withReach(grants: readonly Grant[], entity: Entity, action: Action, reach: Reach): Grant[] {
  const others = grants.filter((one) => one.entity !== entity || one.action !== action);
  return reach === 'none' ? others : [...others, { entity, action, own_only: reach === 'own' }];
}
